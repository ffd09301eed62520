"""What people do at the bridge: overrides, pauses, and a second look at what waits for a person."""

from datetime import timedelta

from bridge.core.model import Subject, SubjectKind, WriteState
from bridge.overrides import OF_A_CLIENT, Desk
from tests.simulation.webhooks import NOBODY, Told
from tests.simulation.world import World


def hold(world: World, kind: str, id_: str, seconds: int) -> Told:
    until = world.clock() + timedelta(seconds=seconds)
    _desk(world).hold(Subject(SubjectKind(kind), id_), until, "asked to")
    return _decided(world)


def grant(world: World, client: str, tier: str, seconds: int) -> Told:
    until = world.clock() + timedelta(seconds=seconds)
    _desk(world).grant(Subject(SubjectKind.CLIENT, client), tier, until, "asked to")
    return _decided(world)


def session(world: World, client: str, begins: int, seconds: int) -> Told:
    start = world.clock() + timedelta(seconds=begins)
    _desk(world).session(Subject(SubjectKind.CLIENT, client), start, start + timedelta(seconds=seconds))
    return _decided(world)


def release(world: World, kind: str, id_: str) -> Told:
    _desk(world).release(Subject(SubjectKind(kind), id_), OF_A_CLIENT)
    return _decided(world)


def pause(world: World) -> Told:
    _desk(world).pause("asked to")
    return _decided(world)


def resume(world: World) -> Told:
    _desk(world).resume()
    return _decided(world)


def retry(world: World) -> Told:
    """Let a person look at what is parked or refused, and have sent again what nobody has got."""
    now, store = world.clock(), world.unwatched
    for row in store.writes.list(WriteState.PARKED, WriteState.REFUSED):
        ticket, key = row.write.ticket, row.write.key
        if world.shop.is_settled and not world.shop.has_met(ticket, key):
            store.writes.retry(ticket, key, now, reason="it is not on the ticket")
            store.agenda.touch([Subject(SubjectKind.TICKET, ticket)], now, now=now)
            world.happened("retried", ticket, key)
    return _decided(world)


def _desk(world: World) -> Desk:
    return Desk(world.unwatched, world.zone, world.clock())


def _decided(world: World) -> Told:
    world.stage.ring()
    return NOBODY
