"""All that a plan can let happen, by the act's name, grouped by who acts.

An act takes the world and the step's arguments. It returns what its webhook tells, ``NOBODY`` where none is sent,
and None where there is nothing to enter in the history: it made no sense (any more), or made its entry itself.
"""

from collections.abc import Callable, Mapping

from tests.simulation.acts import desk, hands, people, trouble
from tests.simulation.plan import Step
from tests.simulation.webhooks import Told
from tests.simulation.world import World

ACTS: Mapping[str, Callable[..., Told | None]] = {
    "start": World.start,
    "rest": World.rest,
    # Customers and staff, at the billing system
    "sign-up": people.sign_up,
    "open": people.open_ticket,
    "customer": people.customer_writes,
    "staff": people.staff_writes,
    "robot": people.robot_writes,
    "close": people.close,
    "reopen": people.reopen,
    "tag": people.tag,
    "untag": people.untag,
    "priority": people.set_priority,
    "holding": people.set_holding,
    "client-status": people.set_client_status,
    # What changes hands there, or is gone
    "merge": hands.merge,
    "give": hands.give,
    "delete-ticket": hands.delete_ticket,
    "delete-client": hands.delete_client,
    "merge-clients": hands.merge_clients,
    "quote": hands.decide_quote,
    # People at the bridge
    "hold": desk.hold,
    "grant": desk.grant,
    "session": desk.session,
    "release": desk.release,
    "pause": desk.pause,
    "resume": desk.resume,
    "retry": desk.retry,
    # The operator, and trouble
    "policy": trouble.change_policy,
    "backup": trouble.back_up,
    "restore": trouble.restore,
    "restart": trouble.restart,
    "kill": trouble.kill,
    "doom": trouble.doom,
    "stall": trouble.stall,
    "fault": trouble.fault,
    "shop-down": trouble.shop_down,
    "store-down": trouble.store_down,
    "answer-lost": trouble.lose_answer,
    "clock": trouble.set_clock,
}


def do(world: World, step: Step) -> None:
    """Do one step of a plan, enter it in the history, and let its webhook be sent."""
    told = ACTS[step.act](world, *step.args)
    if told is None:
        return
    world.happened(step.act, *step.args)
    if told:
        world.network.send(told, step.hears)
