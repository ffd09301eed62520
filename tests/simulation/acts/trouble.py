"""What the operator does to the bridge, and what goes wrong around it."""

from functools import partial

from bridge.core.model import Subject, SubjectKind
from tests.simulation.market import Fault
from tests.simulation.points import Doom
from tests.simulation.rules import RULES
from tests.simulation.webhooks import NOBODY, Told
from tests.simulation.world import World

# The operator -----------------------------------------------------------------------------------------------------


def change_policy(world: World, name: str) -> Told | None:
    """Start the bridge anew under another policy, once everything has come to rest under the one before."""
    if RULES[name] == world.rules or not world.workers.is_started:
        return None
    world.rest()
    world.workers.kill_all()
    world.rules = RULES[name]
    world.start_workers()
    return NOBODY


def back_up(world: World) -> Told:
    world.backup = world.house.contents()
    return NOBODY


def restore(world: World) -> Told | None:
    """Start the bridge anew on the store as it was backed up; whatever there ever was is to be looked at."""
    if world.backup is None or not world.workers.is_started:
        return None
    world.workers.kill_all()
    world.house.put(world.backup)
    world.network.unheard.update(Subject(SubjectKind.TICKET, id_) for id_ in world.shop.ever_tickets)
    world.network.unheard.update(Subject(SubjectKind.CLIENT, id_) for id_ in world.shop.ever_clients)
    world.start_workers()
    return NOBODY


def restart(world: World) -> Told | None:
    if not world.workers.is_started:
        return None
    world.workers.kill_all()
    world.start_workers()
    return NOBODY


# Processes that end or are held up --------------------------------------------------------------------------------


def kill(world: World, number: int) -> Told | None:
    """Kill a worker's process, which is started again sooner or later."""
    if not world.workers.kill(number):
        return None
    world.timetable.later(world.random.choice((1, 30, 200)), partial(world.workers.rise, number))
    return NOBODY


def doom(world: World, number: int, point: str, passes: int, seconds: int) -> Told:
    world.points.dooms[number] = Doom(point, passes, seconds)
    return NOBODY


def stall(world: World, number: int, seconds: int) -> Told:
    world.points.stalls[number] = seconds
    return NOBODY


# Calls, the store and the clock -----------------------------------------------------------------------------------


def fault(world: World, what: str, fault: str, times: int) -> Told:
    """Let the next calls of a kind meet a fault."""
    world.shop.faults.setdefault(what, []).extend([Fault(fault)] * times)
    return NOBODY


def shop_down(world: World, seconds: int) -> Told:
    world.shop.is_down = True
    world.timetable.later(seconds, partial(setattr, world.shop, "is_down", False))
    return NOBODY


def store_down(world: World, seconds: int) -> Told:
    world.reach.is_down = True
    world.timetable.later(seconds, partial(setattr, world.reach, "is_down", False))
    return NOBODY


def lose_answer(world: World, transactions: int) -> Told:
    world.reach.answer_lost_in = transactions
    return NOBODY


def set_clock(world: World, seconds: int) -> Told | None:
    return NOBODY if world.set_clock(seconds) else None
