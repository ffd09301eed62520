"""What a run came to, as a table for people and a line of JSON for machines."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from tests.kill.run import Outcome

MOST_TROUBLES = 20


def table(outcomes: Iterable[Outcome]) -> Table:
    made = Table(title="Kills", show_lines=True)
    made.add_column("")
    columns = [_column(outcome) for outcome in outcomes]
    for outcome_name in (dict(column)["store, transport"] for column in columns):
        made.add_column(outcome_name, justify="right")
    for row in zip(*columns, strict=True):
        made.add_row(row[0][0], *(cell for _, cell in row))
    return made


def _column(outcome: Outcome) -> list[tuple[str, str]]:
    found, plan = outcome.findings, outcome.plan
    kills = "\n".join(f"{name} {count}" for name, count in sorted(outcome.kills.items()))
    return [
        ("store, transport", f"{plan.kind}, {plan.transport}"),
        ("seed", f"{plan.seed}"),
        ("tickets", f"{outcome.tickets:,}"),
        ("webhooks sent", f"{found.sent:,}"),
        ("acknowledged", f"{found.acknowledged:,}"),
        ("learned", f"{found.learned:,}"),
        ("webhooks lost", f"{found.events_lost:,}"),
        ("kills", f"{sum(outcome.kills.values())}"),
        ("of these", kills),
        ("messages and quotes wanted", f"{found.wanted:,}"),
        ("there once", f"{found.once:,}"),
        ("lost", f"{found.lost:,}"),
        ("doubled", f"{found.doubled:,}"),
        ("parked for a person", f"{found.parked:,}"),
        ("other troubles", f"{len(found.troubles):,}"),
        ("minutes", f"{outcome.minutes:.1f}"),
    ]


def tell(console: Console, outcomes: list[Outcome]) -> None:
    console.print(table(outcomes))
    for outcome in outcomes:
        for trouble in outcome.findings.troubles[:MOST_TROUBLES]:
            console.print(f"{outcome.plan.kind}, {outcome.plan.transport}: {trouble}", markup=False)
