"""``hold``, ``release``, ``grant``, ``session``, ``pause``, ``resume``: what people decide over the policy.

Each takes effect at once and says what it understood, with the instant as it was read (T7, C2, W5, D4).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bridge import wiring
from bridge.cli.options import config_option
from bridge.config import Settings, load
from bridge.core.model import Subject, SubjectKind
from bridge.errors import UsageError
from bridge.overrides import HOLDS, OF_A_CLIENT, Desk

_ID = click.IntRange(min=1)
_reason_option = click.option("--reason", required=True, help="Why; kept, and shown wherever it takes effect.")
_until_option = click.option("--until", required=True, metavar="T", help="Until when, the end excluded.")
_kind_argument = click.argument("kind", type=click.Choice(["ticket", "client"]))
_id_argument = click.argument("number", metavar="ID", type=_ID)


@contextmanager
def _desk(settings: Settings) -> Iterator[Desk]:
    now = wiring.clock(settings)
    with wiring.opened_store(settings) as store:
        yield wiring.desk(settings, store, now())


@click.command()
@_kind_argument
@_id_argument
@_until_option
@_reason_option
@config_option
def hold(kind: str, number: int, until: str, reason: str, config: Path) -> None:
    """Stop replies and quotes on a ticket, or for a client, until a date; tags and notes go on."""
    subject = Subject(SubjectKind(kind), str(number))
    with _desk(load(config)) as desk:
        end = desk.future("--until", until)
        desk.hold(subject, end, reason)
        click.echo(f"{subject}: replies and quotes are held until {desk.shown(end)} ({reason}).")


@click.command()
@_kind_argument
@_id_argument
@config_option
def release(kind: str, number: int, config: Path) -> None:
    """End what lasts: a ticket's holds; a client's holds, grants and sessions."""
    subject = Subject(SubjectKind(kind), str(number))
    with _desk(load(config)) as desk:
        ended = desk.release(subject, HOLDS if subject.kind is SubjectKind.TICKET else OF_A_CLIENT)
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
    subject = Subject(SubjectKind(kind), str(number))
    settings = load(config)
    names = [known.name for known in settings.policy.tiers]
    if tier not in names:
        raise UsageError(f"{tier} is no tier; there are {', '.join(names)}")
    with _desk(settings) as desk:
        end = desk.future("--until", until)
        desk.grant(subject, tier, end, reason)
        click.echo(f"{subject}: {tier} until {desk.shown(end)} ({reason}).")


@click.command()
@click.argument("kind", type=click.Choice(["client"]))
@_id_argument
@click.option("--from", "start", required=True, metavar="T", help="When it begins.")
@_until_option
@config_option
def session(kind: str, number: int, start: str, until: str, config: Path) -> None:
    """Book a chat session: scheduled channels are real-time for the client from its start to its end."""
    subject = Subject(SubjectKind(kind), str(number))
    with _desk(load(config)) as desk:
        begin, end = desk.instant("--from", start), desk.future("--until", until)
        if end <= begin:
            raise UsageError(f"--until {desk.shown(end)} is not after --from {desk.shown(begin)}; nothing was changed")
        desk.session(subject, begin, end)
        click.echo(f"{subject}: a session from {desk.shown(begin)} to {desk.shown(end)}.")


@click.command()
@click.option("--reason", default="paused by hand", help="Why; shown wherever something is withheld.")
@config_option
def pause(reason: str, config: Path) -> None:
    """Stop all replies and quotes, everywhere, until ``bridge resume``; tags and notes go on."""
    with _desk(load(config)) as desk:
        if desk.pause(reason):
            click.echo(f"Paused at {desk.shown(desk.now)} ({reason}). `bridge resume` goes on.")
        else:
            click.echo("It is paused already.")


@click.command()
@config_option
def resume(config: Path) -> None:
    """End the pause; what is still owed and not stale is sent."""
    with _desk(load(config)) as desk:
        click.echo(f"Resumed at {desk.shown(desk.now)}." if desk.resume() else "It was not paused.")
