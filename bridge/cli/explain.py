"""``bridge explain client`` and ``bridge explain ticket``: an answer with everything that it rests on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bridge import wiring
from bridge.cli.options import config_option, json_option
from bridge.cli.output import labelled, show
from bridge.config import Settings, load
from bridge.core.model import Subject, WriteState
from bridge.errors import BridgeError
from bridge.explain import Erased, Explain
from bridge.instants import parse_option
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
    return None if text is None else parse_option(option, text, settings.connection.zone)


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


def _client_page(answer: Mapping[str, Any]) -> Iterator[object]:
    channels: Mapping[str, str] = answer["channels"]
    opens = [("", f"real-time again at {_t(answer['opens_at'])}")] if answer["opens_at"] else []
    yield f"Client {answer['client']} at {_t(answer['at'])}, as known {_t(answer['as_known'])}"
    yield labelled(
        [
            ("Tier", f"{answer['tier']}, until {_t(answer['until']) or 'further notice'}"),
            ("Channels", ", ".join(f"{name} {access}" for name, access in channels.items())),
            ("", f"until {_t(answer['channels_until']) or 'further notice'}"),
            *opens,
            ("Plans", ", ".join(answer["plans"]) or "none"),
            ("Courtesy", "yes: help outside our responsibility, to get started" if answer["courtesy"] else "no"),
        ]
    )
    yield from _section("In force", map(_override, answer["overrides"]))
    yield from _section("Because", map(_reason, answer["because"]))
    yield from _corrected(answer["corrected"])
    yield from _section("Why not more: it would be", map(_better, answer["why_not"]))
    yield "Timeline"
    for segment in answer["timeline"]:
        start, end = _t(segment["from"]) or "the beginning", _t(segment["until"]) or "the end"
        yield f"  {start:<25} to {end:<25} {segment['tier']}"


def _corrected(corrected: Mapping[str, Any] | None) -> Iterator[object]:
    """Say what was believed at the instant asked for, and what was learned only later (T6)."""
    if corrected is None:
        return
    yield f"Corrected: at that instant it was taken for {corrected['tier']}; learned since"
    yield labelled(
        ("", f"{_t(one['learned'])}: {' '.join(filter(None, _learned(one)))}") for one in corrected["learned_since"]
    )


def _learned(one: Mapping[str, Any]) -> Sequence[str | None]:
    since = f"since {_t(one['effect'])}" if one["effect"] else None
    return one["about"], one["name"], one["value"] or "none", since


def _better(one: Mapping[str, Any]) -> tuple[str, str]:
    channels = ", ".join(f"{name} {access}" for name, access in one["channels"].items())
    _, change = _reason(one["if"])
    return one["if"]["rule"], f"{one['tier']}{': ' + channels if channels else ''}, if {change}"


def _ticket_page(answer: Mapping[str, Any]) -> Iterator[object]:
    owner = f"client {answer['client']}" if answer["client"] else "a guest"
    scope = f" ({answer['scope']})" if answer["scope"] else ""
    outcome = f", outcome {answer['outcome']}" if answer["outcome"] else ""
    yield f"Ticket {answer['ticket']} of {owner}, tier {answer['tier']}, decided at {_t(answer['decided_at'])}"
    yield labelled(
        [
            ("Rung", f"{answer['rung']}, step {answer['step']} of {' > '.join(answer['ladder'])}"),
            ("Waits for", f"{answer['waiting_for']}{outcome}"),
            ("Topic", f"{answer['topic'] or 'none named'}{scope}"),
            *(("", f"{one['topic']} {one['score']}: {', '.join(one['why'])}") for one in answer["scores"]),
            ("Tags", " ".join(answer["tags"]) or "none"),
            *([("Quote", answer["quote"])] if answer["quote"] else []),
        ]
    )
    yield from _section("Written", map(_write, answer["writes"]))
    yield from _section("Withheld", map(_withheld, answer["withheld"]))
    yield from _section("In force", map(_override, answer["overrides"]))
    yield from _section("Because", map(_reason, answer["because"]))
    missing = [one for one in answer["why_not"] if "sent" not in one]
    yield from _section("Why no topic: one would be named, if", (_reason(one["if"]) for one in missing))
    yield labelled([("Next", _next(answer))])


def _section(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[object]:
    listed = list(rows)
    if listed:
        yield title
        yield labelled(
            ((f"  {label}", said) for label, said in listed), width=max(6, *(len(row[0]) + 3 for row in listed))
        )


def _override(one: Mapping[str, Any]) -> tuple[str, str]:
    tier = f" of {one['tier']}" if one["tier"] else ""
    return one["kind"], f"{one['on']}{tier}, until {_t(one['until']) or 'it is ended'}: {one['reason']}"


def _write(write: Mapping[str, Any]) -> tuple[str, str]:
    verdicts = [f"{_JUDGED[one['verdict']]} {_t(one['at'])} ({one['reason']})" for one in write["verdicts"]]
    error = [write["error"]] if write["error"] else []
    return write["key"], "; ".join([f"{write['kind']} {write['state']} {_t(write['at'])}", *error, *verdicts])


_JUDGED = {"retry": "had sent anew by a person", "abandon": "left at that by a person"}


def _withheld(one: Mapping[str, Any]) -> tuple[str, str]:
    until = f", until {_t(one['until'])}" if one["until"] else ""
    return one["key"], f"{one['rule']}: {one['why']}{until}"


def _reason(reason: Mapping[str, Any]) -> tuple[str, str]:
    """Return a reason's rule, and its fact with what it rests on, in words."""
    rest = ((name, value) for name, value in reason.items() if name not in {"rule", "fact"} and value is not None)
    details = ", ".join(f"{name.replace('_', ' ')} {_t(str(value))}" for name, value in rest)
    return reason["rule"], f"{reason['fact']}{f' ({details})' if details else ''}"


def _t(instant: str | None) -> str:
    """Return an instant to the second: more helps nobody who reads."""
    return _FRACTION.sub("", instant) if instant else ""


_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")

_BY_READING = "its outcome is not known yet, and is settled by reading"
_UNSETTLED = {
    WriteState.INTENDED: "it is still to be sent",
    WriteState.SENDING: _BY_READING,
    WriteState.UNKNOWN: _BY_READING,
}
_LAST_RUNG = "it is the customer's turn; this is the last rung, so a further message waits for staff"
_NEXT = {
    "customer": "it is the customer's turn; an answer that is not solved climbs one rung",
    "staff": "a person has to act: nothing more is sent until then, or until what withholds it ends",
    "nobody": "nothing, unless the customer writes",
}


def _next(answer: Mapping[str, Any]) -> str:
    change = f"; by time alone it changes at {_t(answer['next_change'])}" if answer["next_change"] else ""
    is_last = answer["step"] == len(answer["ladder"])
    turn = _LAST_RUNG if is_last and answer["waiting_for"] == "customer" else _NEXT[str(answer["waiting_for"])]
    return "; then ".join([*_under_way(answer["writes"]), f"{turn}{change}"])


def _under_way(writes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Say of each write that is not settled yet what is to come of it: whose turn it is follows from that."""
    for write in writes:
        if write["state"] in _UNSETTLED:
            yield f"the {write['key']} is under way; {_UNSETTLED[write['state']]}"
