"""``bridge erase client ID``: the store forgets a client's personal data, having said what goes and what stays.

It cannot be undone, so it asks, or wants ``--yes``. It works beside a running bridge.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from bridge import wiring
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import show
from bridge.config import Settings, load
from bridge.core.model import About, Subject, SubjectKind
from bridge.errors import BridgeError, UsageError
from bridge.store import Store
from bridge.store.erasing import Belongings, Erasure

MOST_NAMED: Final = 8  # tickets in one line

_WHAT: Final = (
    ("bodies", "bodies of webhooks about it and its tickets"),
    ("facts", "things learned of it: sign-up, statuses, what it held"),
    ("decisions", "decisions, with the conversations they were made on"),
    ("texts", "texts that were written to its tickets"),
    ("reasons", "reasons that people gave (holds, grants, verdicts)"),
)
_STAYS: Final = (
    "What stays: its number and those of its tickets, which keep anything from being sent again or taken for new,",
    "and what backups of the store hold.",
)
_STILL_THERE: Final = (
    "! It is still in the billing system: what is erased here is learned again when it is next looked at. Erase it"
    " there first."
)
_NOT_ASKED: Final = "! The billing system could not be asked whether it still has it: erase it there first."
_TICKETS_THERE: Final = (
    "! Those of its tickets that are still in the billing system are learned again, as a guest's (T8), when they are"
    " next looked at. Delete them there first:"
)
_NOT_CLEAN: Final = (
    "! Somebody reads in the store all the time, so its log still holds what was erased: say it again in a quiet hour."
)


class StillWaitingError(BridgeError):
    """What a webhook tells (a merge, a new owner) must be learned before it is known what to erase."""


@click.command()
@click.argument("kind", type=click.Choice(["client"]), expose_value=False)
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--yes", "is_confirmed", is_flag=True, help="Do not ask: it cannot be undone.")
@config_option
@json_option
def erase(number: int, is_confirmed: bool, config: Path, as_json: bool) -> Ending:
    """Erase a client's personal data from the store; erase it in the billing system first."""
    settings = load(config)
    now = wiring.clock(settings)
    is_there = _is_in_billing(settings, number)
    with wiring.kept_store(settings) as store:
        whose = store.erasing.belongings(str(number))
        _require_all_learned(store.erasing.waiting(whose), number)
        erased = store.erasing.count(whose)
        warnings = tuple(_warnings(is_there, _not_known_gone(store, whose)))
        if not is_confirmed and not _is_wanted(_plan(number, whose, erased, warnings)):
            click.echo("Nothing was erased.", err=True)
            return Ending.FAILED
        if erased != Erasure():
            erased = store.erasing.erase(whose, now())
        is_clean = store.erasing.leave_no_trace()
    document = {
        "client": number,
        "clients": [int(client) for client in whose.clients],
        "tickets": [int(ticket) for ticket in whose.tickets],
        "erased": asdict(erased),
        "is_in_billing": is_there,
        "is_clean": is_clean,
    }
    show(document, as_json=as_json, page=lambda: _page(number, erased, warnings, is_clean=is_clean))
    return Ending.DONE if is_clean else Ending.SOME_FAILED


def _is_in_billing(settings: Settings, number: int) -> bool | None:
    """Tell whether the billing system still has the client, None: it could not be asked."""
    try:
        return wiring.billing(settings).read_client(str(number)) is not None
    except BridgeError:
        return None


def _require_all_learned(waiting: int, number: int) -> None:
    if waiting:
        raise StillWaitingError(
            f"client {number}: webhooks about it that have not been read: {waiting}. Let `bridge serve` (or `bridge"
            " work`) read them (`bridge status` says why it does not), then say this again. Nothing was erased"
        )


def _is_wanted(plan: Iterator[str]) -> bool:
    """Show the plan and ask; raises UsageError where nobody can answer."""
    for line in plan:
        click.echo(line, err=True)
    if not sys.stdin.isatty():
        raise UsageError("this cannot be undone, and nobody is here to be asked: say it with --yes. Nothing was erased")
    return click.confirm("Erase it, for good?", err=True)


def _plan(number: int, whose: Belongings, todo: Erasure, warnings: Sequence[str]) -> Iterator[str]:
    yield f"Of client {number} the store keeps, and would erase:"
    yield from _counted(asdict(todo))
    if len(whose.clients) > 1:
        yield f"It took over clients {', '.join(whose.clients[1:])}: they are erased with it."
    if whose.tickets:
        yield f"Its tickets: {_named(whose.tickets)}."
    yield from _STAYS
    yield from warnings


def _page(number: int, erased: Erasure, warnings: Sequence[str], *, is_clean: bool) -> Iterator[str]:
    if erased == Erasure():
        yield f"Of client {number} nothing is kept that could be erased."
    else:
        yield f"Erased of client {number}:"
        yield from _counted(asdict(erased))
    yield from warnings
    if not is_clean:
        yield _NOT_CLEAN


def _counted(counts: Mapping[str, int]) -> Iterator[str]:
    return (f"  {counts[name]:6} {what}" for name, what in _WHAT)


def _named(tickets: Sequence[str]) -> str:
    more = f" and {len(tickets) - MOST_NAMED} more" if len(tickets) > MOST_NAMED else ""
    return f"{', '.join(tickets[:MOST_NAMED])}{more}"


def _not_known_gone(store: Store, whose: Belongings) -> Sequence[str]:
    """Return the tickets that the billing system may still hold: no reading has missed them."""

    def is_gone(ticket: str) -> bool:
        facts = store.facts.of(Subject(SubjectKind.TICKET, ticket))
        told = [fact.value for fact in facts if fact.about is About.GONE]
        return bool(told) and told[-1] == "yes"

    return [ticket for ticket in whose.tickets if not is_gone(ticket)]


def _warnings(is_there: bool | None, tickets: Sequence[str]) -> Iterator[str]:
    match is_there:
        case True:
            yield _STILL_THERE
        case None:
            yield _NOT_ASKED
        case False if tickets:
            yield f"{_TICKETS_THERE} {_named(tickets)}."
        case False:
            pass
