"""``hold``, ``release``, ``grant``, ``session``, ``pause``, ``resume``: what people decide over the policy.

Each takes effect at once and says what it understood, with the instant as it was read (T7, C2, W5, D4).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bridge import wiring
from bridge.cli.options import config_option, json_option, reason_option, said
from bridge.cli.output import say
from bridge.cli.refused import basics
from bridge.config import Basics, load
from bridge.core.model import Subject, SubjectKind
from bridge.errors import UsageError
from bridge.overrides import HOLDS, OF_A_CLIENT, Desk

_ID = click.IntRange(min=1)


_until_option = click.option("--until", required=True, metavar="T", help="Until when, the end excluded.")
_kind_argument = click.argument("kind", type=click.Choice(["ticket", "client"]))
_client_argument = click.argument("kind", type=click.Choice(["client"]), expose_value=False)
_id_argument = click.argument("number", metavar="ID", type=_ID)


@contextmanager
def _desk(place: Basics) -> Iterator[Desk]:
    now = wiring.clock_beside(place.billing_url)
    with wiring.found_store(place) as store:
        yield wiring.desk(place.zone, store, now())


def _say(desk: Desk, subject: Subject, line: str, *, as_json: bool, **details: object) -> None:
    """Say what was done; beside it, that the bridge has never read whom it is about, as after a typing error."""
    is_known = desk.knows(subject)
    doubt = "" if is_known else f" The bridge has never read {subject}: is the number right?"
    say(line + doubt, as_json=as_json, subject=str(subject), is_known=is_known, **details)


@click.command()
@_kind_argument
@_id_argument
@_until_option
@reason_option
@config_option
@json_option
def hold(kind: str, number: int, until: str, reason: str, config: Path, as_json: bool) -> None:
    """Stop replies and quotes on a ticket, or for a client, until a date; tags and notes go on."""
    subject = Subject(SubjectKind(kind), str(number))
    with _desk(basics(config)) as desk:
        end = desk.future("--until", until)
        desk.hold(subject, end, reason)
        line = f"{subject}: replies and quotes are held until {desk.shown(end)} ({reason})."
        _say(desk, subject, line, as_json=as_json, until=desk.shown(end), reason=reason)


@click.command()
@_kind_argument
@_id_argument
@config_option
@json_option
def release(kind: str, number: int, config: Path, as_json: bool) -> None:
    """End what lasts: a ticket's holds; a client's holds, grants and sessions."""
    subject = Subject(SubjectKind(kind), str(number))
    with _desk(basics(config)) as desk:
        ended = desk.release(subject, HOLDS if subject.kind is SubjectKind.TICKET else OF_A_CLIENT)
        line = f"{subject}: {ended} ended at {desk.shown(desk.now)}." if ended else f"{subject}: nothing lasted."
        _say(desk, subject, line, as_json=as_json, ended=ended)


@click.command()
@_client_argument
@_id_argument
@click.argument("tier")
@_until_option
@reason_option
@config_option
@json_option
def grant(number: int, tier: str, until: str, reason: str, config: Path, as_json: bool) -> None:
    """Give a client a tier until a date; it wins over the list, and adds no plan."""
    subject = Subject(SubjectKind.CLIENT, str(number))
    settings = load(config)
    names = [known.name for known in settings.policy.tiers]
    if tier not in names:
        raise UsageError(f"{tier} is no tier; there are {', '.join(names)}")
    with _desk(settings.basics) as desk:
        end = desk.future("--until", until)
        desk.grant(subject, tier, end, reason)
        line = f"{subject}: {tier} until {desk.shown(end)} ({reason})."
        _say(desk, subject, line, as_json=as_json, tier=tier, until=desk.shown(end), reason=reason)


@click.command()
@_client_argument
@_id_argument
@click.option("--from", "start", required=True, metavar="T", help="When it begins.")
@_until_option
@config_option
@json_option
def session(number: int, start: str, until: str, config: Path, as_json: bool) -> None:
    """Book a chat session: scheduled channels are real-time for the client from its start to its end."""
    subject = Subject(SubjectKind.CLIENT, str(number))
    with _desk(basics(config)) as desk:
        begin, end = desk.instant("--from", start), desk.future("--until", until)
        if end <= begin:
            raise UsageError(f"--until {desk.shown(end)} is not after --from {desk.shown(begin)}; nothing was changed")
        desk.session(subject, begin, end)
        line = f"{subject}: a session from {desk.shown(begin)} to {desk.shown(end)}."
        _say(desk, subject, line, as_json=as_json, **{"from": desk.shown(begin), "until": desk.shown(end)})


@click.command()
@click.option("--reason", default="paused by hand", callback=said, help="Why; shown wherever something is withheld.")
@config_option
@json_option
def pause(reason: str, config: Path, as_json: bool) -> None:
    """Stop all replies and quotes, everywhere, until ``bridge resume``; tags and notes go on."""
    with _desk(basics(config)) as desk:
        is_new = desk.pause(reason)
        paused = f"Paused at {desk.shown(desk.now)} ({reason}). `bridge resume` goes on."
        say(paused if is_new else "It is paused already.", as_json=as_json, is_paused=True)


@click.command()
@config_option
@json_option
def resume(config: Path, as_json: bool) -> None:
    """End the pause; what is still owed and not stale is sent."""
    with _desk(basics(config)) as desk:
        line = f"Resumed at {desk.shown(desk.now)}." if desk.resume() else "It was not paused."
        say(line, as_json=as_json, is_paused=False)
