"""``make kill``: the bridge and its shop killed over and over while customers write; nothing is lost, nothing doubled.

Progress and the table go to stderr, one line of JSON a run to stdout. Ends with 1 where anything was lost or doubled.
"""

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from tests.kill.report import tell
from tests.kill.run import Outcome, Plan, run
from tests.kill.town import Kind, Transport

BOTH = "both"


def main() -> int:
    asked = _arguments()
    console = Console(stderr=True)
    outcomes: list[Outcome] = []
    for kind in Kind if asked.store == BOTH else [Kind(asked.store)]:
        plan = Plan(kind, Transport(asked.transport), asked.events, asked.kills, asked.seed, asked.tickets)
        plan = replace(plan, minutes=asked.minutes)
        folder = Path(tempfile.mkdtemp(prefix="kill-"))
        console.print(f"{kind}: logs, shop and store in {folder}, kept where something is wrong", highlight=False)
        outcomes.append(run(folder, plan, lambda line: console.print(line, highlight=False)))
        if outcomes[-1].findings.is_good:
            shutil.rmtree(folder)
        print(json.dumps(outcomes[-1].document()), flush=True)  # noqa: T201 - it is what was asked for
    tell(console, outcomes)
    return 0 if all(outcome.findings.is_good for outcome in outcomes) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--events", type=int, default=20_000, help="webhooks, at the least")
    parser.add_argument("--store", choices=[*Kind, BOTH], default=BOTH)
    parser.add_argument("--transport", choices=list(Transport), default=Transport.ADDON)
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--tickets", type=int, default=800, help="open at the same time")
    parser.add_argument("--minutes", type=float, default=24 * 60.0, help="after these nobody opens a ticket any more")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
