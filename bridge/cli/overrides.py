"""``hold``, ``release``, ``grant``, ``session``, ``pause``, ``resume``: what people decide over the policy.

Each takes effect at once and says what it understood, with the instant as it was read (T7, C2, W5, D4). Tickets that it
may concern are looked at again; nothing is written to a ticket from here.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from bridge import wiring
from bridge.cli.options import config_option
from bridge.config import Settings, load
from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from bridge.errors import UsageError
from bridge.instants import parse_instant, show_instant
from bridge.store import Store

_ID = click.IntRange(min=1)
_reason_option = click.option("--reason", required=True, help="Why; kept, and shown wherever it takes effect.")
_until_option = click.option("--until", required=True, metavar="T", help="Until when, the end excluded.")
_kind_argument = click.argument("kind", type=click.Choice(["ticket", "client"]))
_id_argument = click.argument("number", metavar="ID", type=_ID)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The open store, and now."""

    settings: Settings
    store: Store
    now: datetime

    def instant(self, option: str, text: str) -> datetime:
        try:
            return parse_instant(text, self.settings.connection.zone)
        except UsageError as error:
            raise UsageError(f"{option} {text}: {error}") from error

    def future(self, option: str, text: str) -> datetime:
        instant = self.instant(option, text)
        if instant <= self.now:
            raise UsageError(f"{option} {self.shown(instant)} is not in the future; nothing was changed")
        return instant

    def shown(self, instant: datetime) -> str:
        return show_instant(instant, self.settings.connection.zone)

    def set(self, override: Override) -> None:
        self.store.overrides.add(override)
        self.look_at(override.subject)

    def look_at(self, subject: Subject | None) -> None:
        """Have everything looked at that the change may concern; None: every open ticket."""
        self.store.agenda.touch(self._concerned(subject), self.now, now=self.now)

    def _concerned(self, subject: Subject | None) -> Iterable[Subject]:
        match subject:
            case None:
                return (Subject(SubjectKind.TICKET, ticket) for ticket in self.store.tickets.open_ids())
            case Subject(SubjectKind.CLIENT, client):
                tickets = self.store.tickets.open_of(client)
                return [subject, *(Subject(SubjectKind.TICKET, row.id) for row in tickets)]
            case _:
                return [subject]


@contextmanager
def _desk(config: Path) -> Iterator[_Desk]:
    settings = load(config)
    clock: Callable[[], datetime] = wiring.clock(settings)
    with wiring.opened_store(settings) as store:
        yield _Desk(settings, store, clock())


@click.command()
@_kind_argument
@_id_argument
@_until_option
@_reason_option
@config_option
def hold(kind: str, number: int, until: str, reason: str, config: Path) -> None:
    """Stop replies and quotes on a ticket, or for a client, until a date; tags and notes go on."""
    with _desk(config) as desk:
        end = desk.future("--until", until)
        subject = Subject(SubjectKind(kind), str(number))
        desk.set(Override(OverrideKind.HOLD, subject, desk.now, end, reason, desk.now))
        click.echo(f"{subject}: replies and quotes are held until {desk.shown(end)} ({reason}).")


@click.command()
@_kind_argument
@_id_argument
@config_option
def release(kind: str, number: int, config: Path) -> None:
    """End what lasts: a ticket's holds; a client's holds, grants and sessions."""
    kinds = {OverrideKind.HOLD} if kind == SubjectKind.TICKET else set(OverrideKind) - {OverrideKind.PAUSE}
    with _desk(config) as desk:
        subject = Subject(SubjectKind(kind), str(number))
        ended = desk.store.overrides.release(subject, kinds, desk.now)
        desk.look_at(subject)
        click.echo(f"{subject}: {ended} ended at {desk.shown(desk.now)}." if ended else f"{subject}: nothing lasted.")


@click.command()
@click.argument("kind", type=click.Choice(["client"]))
@_id_argument
@click.argument("tier")
@_until_option
@_reason_option
@config_option
def grant(kind: str, number: int, tier: str, until: str, reason: str, config: Path) -> None:
    """Give a client a tier until a date; it wins over the list, and adds no plan."""
    with _desk(config) as desk:
        names = [known.name for known in desk.settings.policy.tiers]
        if tier not in names:
            raise UsageError(f"{tier} is no tier; there are {', '.join(names)}")
        end = desk.future("--until", until)
        subject = Subject(SubjectKind(kind), str(number))
        desk.set(Override(OverrideKind.GRANT, subject, desk.now, end, reason, desk.now, tier=tier))
        click.echo(f"{subject}: {tier} until {desk.shown(end)} ({reason}).")


@click.command()
@click.argument("kind", type=click.Choice(["client"]))
@_id_argument
@click.option("--from", "start", required=True, metavar="T", help="When it begins.")
@_until_option
@config_option
def session(kind: str, number: int, start: str, until: str, config: Path) -> None:
    """Book a chat session: scheduled channels are real-time for the client from its start to its end."""
    with _desk(config) as desk:
        begin, end = desk.instant("--from", start), desk.future("--until", until)
        if end <= begin:
            raise UsageError(f"--until {desk.shown(end)} is not after --from {desk.shown(begin)}; nothing was changed")
        subject = Subject(SubjectKind(kind), str(number))
        desk.set(Override(OverrideKind.SESSION, subject, begin, end, "booked session", desk.now))
        click.echo(f"{subject}: a session from {desk.shown(begin)} to {desk.shown(end)}.")


@click.command()
@click.option("--reason", default="paused by hand", help="Why; shown wherever something is withheld.")
@config_option
def pause(reason: str, config: Path) -> None:
    """Stop all replies and quotes, everywhere, until ``bridge resume``; tags and notes go on."""
    with _desk(config) as desk:
        if any(lasting.lasts_at(desk.now) for lasting in desk.store.overrides.pauses()):
            click.echo("It is paused already.")
            return
        desk.set(Override(OverrideKind.PAUSE, None, desk.now, None, reason, desk.now))
        click.echo(f"Paused at {desk.shown(desk.now)} ({reason}). `bridge resume` goes on.")


@click.command()
@config_option
def resume(config: Path) -> None:
    """End the pause; what is still owed and not stale is sent."""
    with _desk(config) as desk:
        ended = desk.store.overrides.release(None, {OverrideKind.PAUSE}, desk.now)
        desk.look_at(None)
        click.echo(f"Resumed at {desk.shown(desk.now)}." if ended else "It was not paused.")
