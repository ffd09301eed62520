"""What must hold for the rest of the file: the mapping it names is installed, its hours leave a bridge open."""

from collections.abc import Iterator
from importlib.metadata import entry_points

from bridge.config.draft import Data
from bridge.config.hours import WEEKDAYS
from bridge.config.spelling import Complaint, did_you_mean, listed

MAPPINGS = "bridge.billing"  # the entry-point group


def surroundings(data: Data) -> Iterator[Complaint]:
    """Yield what is wrong outside the policy."""
    yield from _unknown_system(data.get("billing", {}))
    yield from _never_open(data.get("hours", {}))
    yield from _one_address_twice(data.get("server", {}))


def _unknown_system(billing: Data) -> Iterator[Complaint]:
    installed = sorted(entry_points(group=MAPPINGS).names)
    system = billing.get("system")
    if system is not None and system not in installed:
        yield Complaint(
            "billing.system",
            f"no mapping {system!r} is installed{did_you_mean(system, installed)}; installed: {listed(installed)}",
        )


def _never_open(hours: Data) -> Iterator[Complaint]:
    if (hours.get("timezone") or hours.get("country")) and not any(hours.get(day) for day in WEEKDAYS):
        yield Complaint(
            "hours", 'no day has opening times; name some, such as monday = "09:00-18:00", or leave it empty'
        )


def _one_address_twice(server: Data) -> Iterator[Complaint]:
    numbers = server.get("worker_metrics")
    if numbers is not None and numbers == server.get("listen"):
        yield Complaint("server.worker_metrics", "is where [server] listen is; give it a port of its own")
