"""``bridge explain client`` and ``bridge explain ticket``: an answer with everything that it rests on."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

import click

from bridge import wiring
from bridge.cli.options import config_option, json_option
from bridge.cli.output import show
from bridge.config import Settings, load
from bridge.core.model import Subject
from bridge.errors import BridgeError, UsageError
from bridge.explain import Erased, Explain
from bridge.instants import parse_instant
from bridge.reconcile.learning import read_client
from bridge.store import Store

_ID = click.IntRange(min=1)


class NotFoundError(BridgeError):
    """There is no such client or ticket (any more)."""

    exit_code = 1


@click.group()
def explain() -> None:
    """Explain an answer: what it is, until when, and why."""


@explain.command()
@click.argument("number", metavar="ID", type=_ID)
@click.option("--at", metavar="T", help="The instant asked for, past or future. Default: now.")
@click.option("--as-known", metavar="T", help="Answer on the facts as known then. Default: now.")
@config_option
@json_option
def client(number: int, at: str | None, as_known: str | None, config: Path, as_json: bool) -> None:
    """Explain a client's tier, channels, and its whole timeline."""
    settings = load(config)
    with wiring.opened_store(settings) as store:
        asked = _explain(settings, store)
        answer = asked.client(str(number), _instant("--at", at, settings), _instant("--as-known", as_known, settings))
    _show(answer, f"client {number}", as_json=as_json, page=_client_page)


@explain.command()
@click.argument("number", metavar="ID", type=_ID)
@config_option
@json_option
def ticket(number: int, config: Path, as_json: bool) -> None:
    """Explain where a ticket stands, what was sent and withheld, and what comes next."""
    settings = load(config)
    with wiring.opened_store(settings) as store:
        answer = _explain(settings, store).ticket(str(number))
    _show(answer, f"ticket {number}", as_json=as_json, page=_ticket_page)


def _explain(settings: Settings, store: Store) -> Explain:
    """Return the answers; a client that was never read is read here and now, worker or not."""

    def seek(subject: Subject) -> None:
        if subject.kind == "client":
            read_client(wiring.parts(settings, store), subject.id)
        else:
            wiring.asking_worker(store, wiring.clock(settings))(subject)

    return wiring.explain(settings, store, seek)


def _instant(option: str, text: str | None, settings: Settings) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_instant(text, settings.connection.zone)
    except UsageError as error:
        raise UsageError(f"{option} {text}: {error}") from error


def _show(answer: object, what: str, *, as_json: bool, page: object) -> None:
    if answer is None:
        raise NotFoundError(f"{what}: nothing is known of it; if it exists, is `bridge serve` running to look at it?")
    if isinstance(answer, Erased):
        raise NotFoundError(
            f"{what} was erased at {answer.since:%Y-%m-%d %H:%M} UTC: nothing is kept of it but its number"
        )
    if not isinstance(answer, Mapping):
        survivor = getattr(answer, "survivor", None)
        raise NotFoundError(
            f"{what} was merged into {survivor}: ask for that one" if survivor else f"{what} was deleted"
        )
    assert callable(page)
    show(answer, as_json=as_json, page=lambda: page(answer))


Rows = Sequence[Mapping[str, object]]


def _client_page(answer: Mapping[str, object]) -> Iterator[str]:
    yield f"Client {answer['client']} at {answer['at']}, as known {answer['as_known']}"
    yield f"Tier      {answer['tier']}, until {answer['until'] or 'further notice'}"
    channels = cast("Mapping[str, str]", answer["channels"])
    yield f"Channels  {', '.join(f'{name} {access}' for name, access in channels.items())}"
    yield f"          until {answer['channels_until'] or 'further notice'}"
    if answer["opens_at"]:
        yield f"          real-time again at {answer['opens_at']}"
    yield f"Plans     {', '.join(cast('Sequence[str]', answer['plans'])) or 'none'}"
    yield f"Courtesy  {'yes: help outside our responsibility, to get started' if answer['courtesy'] else 'no'}"
    yield "Because"
    yield from map(_reason, cast("Rows", answer["because"]))
    yield "Timeline"
    for segment in cast("Rows", answer["timeline"]):
        yield f"  {segment['from'] or 'the beginning':<27} to {segment['until'] or 'the end':<27} {segment['tier']}"


def _ticket_page(answer: Mapping[str, object]) -> Iterator[str]:
    owner = f"client {answer['client']}" if answer["client"] else "a guest"
    yield f"Ticket {answer['ticket']} of {owner}, tier {answer['tier']}, decided at {answer['decided_at']}"
    ladder = cast("Sequence[str]", answer["ladder"])
    yield f"Rung      {answer['rung']}, step {answer['step']} of {' > '.join(ladder)}"
    yield f"Waits for {answer['waiting_for']}{', outcome ' + str(answer['outcome']) if answer['outcome'] else ''}"
    yield f"Topic     {answer['topic'] or 'none named'}{' (' + str(answer['scope']) + ')' if answer['scope'] else ''}"
    for score in cast("Rows", answer["scores"]):
        yield f"          {score['topic']} {score['score']}: {', '.join(cast('Sequence[str]', score['why']))}"
    yield f"Tags      {' '.join(cast('Sequence[str]', answer['tags'])) or 'none'}"
    if answer["quote"]:
        yield f"Quote     {answer['quote']}"
    yield from _section("Written", [_write(write) for write in cast("Rows", answer["writes"])])
    yield from _section("Withheld", [_withheld(one) for one in cast("Rows", answer["withheld"])])
    yield from _section("Because", map(_reason, cast("Rows", answer["because"])))
    yield f"Next      {_next(answer)}"


def _section(title: str, lines: object) -> Iterator[str]:
    listed = list(cast("Sequence[str]", lines))
    if listed:
        yield title
        yield from listed


def _write(write: Mapping[str, object]) -> str:
    error = f": {write['error']}" if write["error"] else ""
    return f"  {write['key']} ({write['kind']}) {write['state']} {write['at']}{error}"


def _withheld(one: Mapping[str, object]) -> str:
    until = f", until {one['until']}" if one["until"] else ""
    return f"  {one['key']} ({one['rule']}): {one['why']}{until}"


def _reason(reason: Mapping[str, object]) -> str:
    rest = {name: value for name, value in reason.items() if name not in {"rule", "fact"}}
    details = f" {json.dumps(rest)}" if rest else ""
    return f"  {reason['rule']:<3} {reason['fact']}{details}"


_LAST_RUNG = "it is the customer's turn; this is the last rung, so a further message waits for staff"
_NEXT = {
    "customer": "it is the customer's turn; an answer that is not solved climbs one rung",
    "staff": "a person has to act: nothing more is sent until then, or until what withholds it ends",
    "nobody": "nothing, unless the customer writes",
}


def _next(answer: Mapping[str, object]) -> str:
    change = f"; by time alone it changes at {answer['next_change']}" if answer["next_change"] else ""
    is_last = answer["step"] == len(cast("Sequence[str]", answer["ladder"]))
    turn = _LAST_RUNG if is_last and answer["waiting_for"] == "customer" else _NEXT[str(answer["waiting_for"])]
    return f"{turn}{change}"
