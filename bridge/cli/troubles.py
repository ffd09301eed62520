"""What is wrong, the worst first, and the command that a person runs about it.

A trouble says what it is about (which ticket, subject, host) in the words that the log and ``explain`` use; its remedy
is one step, and where it is a command it can be run as it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bridge.cli.output import ago
from bridge.condition import Condition
from bridge.core.model import WriteState
from bridge.store.agenda import Failing

LATE = timedelta(minutes=2)  # what is due for so long means that no worker is at work, or too few
RECENT = timedelta(hours=1)  # rejected webhooks older than that are history
TOLD_FOR = timedelta(days=1)  # webhooks set aside longer ago than that are a number in a row, until retention ends them

_LIST_PARKED = ("Look at each:", ("bridge writes list --parked",))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, what to do about it, and the commands for that as they can be run."""

    what: str
    remedy: str
    run: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([f"! {self.what}", self.remedy, *(f"`{command}`" for command in self.run)])


def troubles(found: Condition) -> list[Trouble]:
    """Return what a person should see to, the worst first; empty: all is well."""
    return [trouble for told in _ASKED for trouble in told(found)]


def _blocked(found: Condition) -> Iterator[Trouble]:
    if found.blockage:
        yield Trouble("Nothing is sent and webhooks may be turned away.", f"{found.blockage}.")


def _breaker(found: Condition) -> Iterator[Trouble]:
    if found.status.breaker_since:
        yield Trouble(
            "The bridge has paused itself: more replies within an hour than [replies] per_hour, as in a loop.",
            "See whom they went to, stop what makes them come, then go on:",
            ("bridge writes list", "bridge resume"),
        )


def _no_worker(found: Condition) -> Iterator[Trouble]:
    if not found.has_worker:
        yield Trouble("No worker runs on this store, so nothing is done.", "Start it:", ("bridge serve",))


def _late(found: Condition) -> Iterator[Trouble]:
    oldest = found.status.oldest_due
    if oldest is None or found.now - oldest <= LATE or not found.has_worker:
        return
    what = f"Work is late: {found.status.due_now} due, the oldest for {ago(oldest, found.now)}."
    if found.failing:
        yield Trouble(what, "What fails is below.")
    else:
        yield Trouble(what, "Is `bridge serve` (or `bridge work`) running, and is one worker enough?")


def _failing(found: Condition) -> Iterator[Trouble]:
    """One trouble for each cause: a billing system that is down fails every subject in the same words."""
    for error, subjects in _by_error(found.failing):
        first = subjects[0]
        others = found.status.failures - 1 if len(subjects) == len(found.failing) else len(subjects) - 1
        also = f" and {others} more" if others else ""
        again = f"It is tried again in {round(first.again_in)} s by itself"
        yield Trouble(
            f"{str(first.subject).capitalize()}{also} failed {_times(first.failures)}: {error}.",
            again + "; what the billing system says:",
            ("bridge check --live",),
        )


def _by_error(failing: Sequence[Failing]) -> Iterable[tuple[str, list[Failing]]]:
    found: dict[str, list[Failing]] = {}
    for one in failing:
        found.setdefault(one.error or "the log says why (look.failed)", []).append(one)
    return found.items()


def _waiting(found: Condition) -> Iterator[Trouble]:
    """Name the write that waits longest, and how many more: each has to be looked at for itself."""
    if not found.waiting:
        return
    write = found.waiting[0].write
    became = "was refused" if write.state is WriteState.REFUSED else "was sent and never answered"
    yield Trouble(
        f"Ticket {write.ticket}: its {write.key} {became}, {ago(write.at, found.now)} ago: {write.error}.",
        "Look at the ticket, mend what is wrong, then retry or abandon it:",
        (
            f"bridge explain ticket {write.ticket}",
            f"bridge writes retry {write.ticket} {write.key} --reason WHY",
            f"bridge writes abandon {write.ticket} {write.key} --reason WHY",
        ),
    )
    if (more := found.status.writes_parked - 1) > 0:
        yield Trouble(f"{more} more write{'s wait' if more > 1 else ' waits'} for a person.", *_LIST_PARKED)


def _rejected(found: Condition) -> Iterator[Trouble]:
    if found.rejected is not None and found.has_been_rejected_within(RECENT):
        yield Trouble(
            f"{_webhooks(found.rejected['count'])} without a valid signature, the last at {found.rejected['last']}.",
            "Does the addon sign with the secret in [webhooks] secrets, and are both clocks right?",
        )


def _config_refused(found: Condition) -> Iterator[Trouble]:
    if found.config_refused is not None:
        mistakes: Sequence[str] = found.config_refused["mistakes"]
        more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
        yield Trouble(
            f"A changed configuration was refused at {found.config_refused['at']}, and the old one goes on:"
            f" {mistakes[0]}{more}.",
            "Mend it, and reload again:",
            ("bridge check",),
        )


def _set_aside(found: Condition) -> Iterator[Trouble]:
    last = found.last_set_aside
    if last is not None and found.now - last < TOLD_FOR:
        yield Trouble(
            f"{_webhooks(found.status.deliveries_set_aside)} signed with our secret could not be read, the last"
            f" {ago(last, found.now)} ago.",
            "Does something else sign with it? Stop that. After an upgrade that can read them, replay them;"
            " else leave them: told for a day after the last, kept until their retention ends.",
            ("bridge deliveries list --state set-aside", "bridge deliveries replay --set-aside"),
        )


def _paused(found: Condition) -> Iterator[Trouble]:
    if found.pauses and not found.status.breaker_since:
        yield Trouble(f"Replies and quotes are paused ({found.pauses[-1].reason}).", "To go on:", ("bridge resume",))


def _drifted(found: Condition) -> Iterator[Trouble]:
    if found.drift is not None and found.drift["count"]:
        yield Trouble(
            f"{found.drift['count']} differences from the billing system were found at {found.drift['at']}.",
            "Mend them:",
            ("bridge reconcile",),
        )


def _webhooks(count: int) -> str:
    return f"{count} webhook{'' if count == 1 else 's'}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


_ASKED = (
    _blocked,
    _breaker,
    _no_worker,
    _late,
    _failing,
    _waiting,
    _rejected,
    _config_refused,
    _set_aside,
    _paused,
    _drifted,
)
