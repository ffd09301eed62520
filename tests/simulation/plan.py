"""What happens in a run, drawn from a seed as plain data before anything happens; a list of steps that can be cut down.

Each step says how long after the one before it comes, what is done and to whom, and when its webhook arrives: once,
late, twice, or never. A step that makes no sense (any more) is passed over, so that every part of a plan is a plan.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from random import Random

from tests.simulation.market import Fault
from tests.simulation.rules import RULES

Arg = str | int

SPRING, AUTUMN, PLAIN = "2026-03-28T22:30:00+00:00", "2026-10-24T22:30:00+00:00", "2026-04-20T09:00:00+00:00"
SAYS = ("wordpress", "dns", "outage", "unclear")
GOES_ON = (*("further",) * 10, "solved", "doubt", "thanks", "machine", "wordpress")
WRITES = (*("PostReply",) * 6, "PostNote", "PostNote", "ChangeTags", "ChangePriority", "CreateQuote", "SendQuote")
READS = ("ticket", "client", "quote", "quotes")
POINTS = ("intended", "sending", "applied", "recorded", "store", "call")
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Step:
    """``after``: seconds since the step before; ``hears``: the seconds until each delivery of its webhook."""

    after: int
    act: str
    args: tuple[Arg, ...] = ()
    hears: tuple[int, ...] = ()

    def __str__(self) -> str:
        heard = f", heard after {list(self.hears)} s" if self.hears else ""
        return f"+{self.after:>6} s  {self.act} {' '.join(map(str, self.args))}{heard}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A run, whole: the same plan is the same run. ``schedule`` seeds who goes on when, and how long calls take."""

    seed: int
    schedule: int
    start: str
    rules: str
    keeps_keys: bool
    steps: tuple[Step, ...] = field(default=())

    def dumps(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, text: str) -> "Plan":
        values = json.loads(text)
        steps = tuple(
            Step(step["after"], step["act"], tuple(step["args"]), tuple(step["hears"])) for step in values.pop("steps")
        )
        return cls(**values, steps=steps)

    def told(self) -> str:
        """Return the plan for people to read."""
        kind = "keeps keys" if self.keeps_keys else "keeps no keys"
        head = f"seed {self.seed}: from {self.start} on, rules {self.rules}, the billing system {kind}"
        return "\n".join([head, *map(str, self.steps)])


def draw(seed: int) -> Plan:
    """Draw the plan of a seed."""
    random = Random(seed)
    return Plan(
        seed=seed,
        schedule=random.randrange(1 << 30),
        start=random.choice((PLAIN, PLAIN, SPRING, AUTUMN)),
        rules=random.choice(tuple(RULES)),
        keeps_keys=random.random() < 0.4,
        steps=tuple(_Drawing(random).steps()),
    )


class _Drawing:
    """Draws steps that go together: a few clients and tickets, and some of the kinds of trouble there are."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._clients = ["41", "42"][: random.choice((1, 1, 2))]
        self._tickets = ["7", "8", "9"][: random.choice((1, 1, 1, 2, 3))]
        troubles = [*random.choice(_ALWAYS_SOME), *random.sample(tuple(_TROUBLES), k=random.choice((1, 2, 2, 3)))]
        # What is known of the past must not be lost or lied about at the very time at which it changes the answer.
        if "restore" in troubles:
            troubles = [one for one in troubles if one not in {"desk", "policy", "clock", "tiers", "structure"}]
        if "clock" in troubles:
            troubles = [one for one in troubles if one not in {"desk", "policy", "tiers", "structure"}]
        self._acts: list[Callable[[], Iterator[Step]]] = [
            act for trouble in troubles for act in _TROUBLES[trouble](self)
        ]

    def steps(self) -> Iterator[Step]:
        random = self._random
        if random.random() < 0.1:  # what was there before the first start is answered by nobody (W7)
            yield from self._open(self._tickets[0])
            yield Step(self._gap(), "start")
            opened = self._tickets[:1]
        else:
            yield Step(0, "start")
            opened = []
        for client in self._clients:
            yield Step(0, "sign-up", (client, random.choice((100, 100, 29, 29, 5)), int(random.random() < 0.08)), (0,))
        for ticket in self._tickets:
            if ticket not in opened:
                yield from self._some_trouble()
                yield from self._open(ticket)
        for _ in range(random.choice((3, 5, 7))):
            yield from self._some_trouble()
            yield from self._talk()
            if random.random() < 0.12:
                yield Step(random.choice((0, 0, 2 * 3600, DAY, 38 * 3600)), "rest")
        yield from self._some_trouble()
        yield Step(0, "rest")

    def _some_trouble(self) -> Iterator[Step]:
        if self._random.random() < 0.85 and self._acts:
            yield from self._random.choice(self._acts)()

    # The workload ---------------------------------------------------------------------------------------------

    def _open(self, ticket: str) -> Iterator[Step]:
        client = "" if self._random.random() < 0.07 else self._random.choice(self._clients)
        says = self._random.choice((*SAYS, *("wordpress",) * 7))
        yield Step(self._gap(), "open", (ticket, client, says), self._hears())

    def _talk(self) -> Iterator[Step]:
        ticket = self._ticket()
        if self._random.random() < 0.1:
            return (yield Step(self._gap(), "staff", (ticket,), self._hears()))
        if self._random.random() < 0.06:
            return (yield Step(self._gap(), "robot", (ticket,), self._hears()))
        yield Step(self._gap(), "customer", (ticket, self._random.choice(GOES_ON)), self._hears())

    def _ticket(self) -> str:
        return self._random.choice(self._tickets)

    def _gap(self) -> int:
        return self._random.choice((1, 3, 25, 140, 600, 1800, 1800, 7200, 20_000))

    def _hears(self) -> tuple[int, ...]:
        """Most webhooks come once and soon; some late, some twice and in any order, some never."""
        return self._random.choice(((0,), (0,), (1,), (2,), (40,), (400,), (0, 30), (90, 1, 700), ()))

    def _surely(self) -> tuple[int, ...]:
        """Draw for a webhook that says when a thing began: late or doubled, but never lost, as it is sent for days."""
        return self._hears() or (1200,)

    # Trouble --------------------------------------------------------------------------------------------------

    def faults(self) -> list[Callable[[], Iterator[Step]]]:
        return [self._write_fault, self._write_fault, self._write_fault, self._read_fault]

    def _write_fault(self) -> Iterator[Step]:
        faults = [fault for fault in Fault if fault is not Fault.STALE]
        fault = self._random.choice(faults)
        yield Step(0, "fault", (self._random.choice(WRITES), fault.value, self._random.choice((1, 1, 1, 2))))

    def _read_fault(self) -> Iterator[Step]:
        fault = self._random.choice((*Fault, Fault.STALE, Fault.STALE, Fault.STALE))
        what = "ticket" if fault is Fault.STALE else self._random.choice((*READS, "ticket", "client"))
        yield Step(0, "fault", (what, fault.value, self._random.choice((1, 2))))

    def crashes(self) -> list[Callable[[], Iterator[Step]]]:
        return [self._crash, self._crash, self._kill, self._restart]

    def _crash(self) -> Iterator[Step]:
        point = self._random.choice(POINTS)
        passes = self._random.randrange(60) if point == "store" else self._random.choice((0, 0, 0, 1))
        yield Step(0, "doom", (self._random.randrange(2), point, passes, self._random.choice((0, 5, 90))))

    def _kill(self) -> Iterator[Step]:
        yield Step(self._random.randrange(4), "kill", (self._random.randrange(2),))

    def _restart(self) -> Iterator[Step]:
        yield Step(self._random.randrange(4), "restart")

    def slow(self) -> list[Callable[[], Iterator[Step]]]:
        return [lambda: iter((Step(0, "stall", (self._random.randrange(2), self._random.choice((50, 70, 300)))),))]

    def outages(self) -> list[Callable[[], Iterator[Step]]]:
        seconds = self._random.choice((5, 30, 100))
        return [
            lambda: iter((Step(0, "shop-down", (seconds,)),)),
            lambda: iter((Step(0, "store-down", (seconds,)),)),
            lambda: iter((Step(0, "answer-lost", (self._random.randrange(40),)),)),
        ]

    def tiers(self) -> list[Callable[[], Iterator[Step]]]:
        return [self._holding, self._holding, self._long_time, self._client_status]

    def _holding(self) -> Iterator[Step]:
        status = self._random.choice(("Active", "Active", "Suspended"))
        yield Step(self._gap(), "holding", (self._random.choice(self._clients), status), self._surely())

    def _client_status(self) -> Iterator[Step]:
        status = self._random.choice(("Closed", "Active"))
        yield Step(self._gap(), "client-status", (self._random.choice(self._clients), status), self._surely())

    def _long_time(self) -> Iterator[Step]:
        yield Step(self._random.choice((DAY, 2 * DAY, 16 * DAY)), "rest")

    def desk(self) -> list[Callable[[], Iterator[Step]]]:
        return [self._hold, self._hold, self._grant, self._session, self._release, self._pause]

    def _hold(self) -> Iterator[Step]:
        kind, id_ = self._random.choice((("ticket", self._ticket()), ("client", self._random.choice(self._clients))))
        yield Step(self._random.choice((0, 600)), "hold", (kind, id_, self._random.choice((600, 7200, 40 * 3600))))

    def _grant(self) -> Iterator[Step]:
        tier = self._random.choice(("professional", "best-effort", "new-customer"))
        yield Step(0, "grant", (self._random.choice(self._clients), tier, self._random.choice((3600, DAY))))

    def _session(self) -> Iterator[Step]:
        yield Step(0, "session", (self._random.choice(self._clients), self._random.choice((0, 900)), 3600))

    def _release(self) -> Iterator[Step]:
        kind, id_ = self._random.choice((("ticket", self._ticket()), ("client", self._random.choice(self._clients))))
        yield Step(self._gap(), "release", (kind, id_))

    def _pause(self) -> Iterator[Step]:
        yield Step(self._random.choice((0, 60)), self._random.choice(("pause", "resume")))

    def policy(self) -> list[Callable[[], Iterator[Step]]]:
        return [lambda: iter((Step(self._gap(), "policy", (self._random.choice(tuple(RULES)),)),))]

    def clock(self) -> list[Callable[[], Iterator[Step]]]:
        seconds = self._random.choice((360, -360, DAY, -DAY))
        return [lambda: iter((Step(0, "clock", (seconds,)),)), lambda: iter((Step(0, "clock", (0,)),))]

    def restore(self) -> list[Callable[[], Iterator[Step]]]:
        return [lambda: iter((Step(0, "backup"),)), lambda: iter((Step(self._random.randrange(4), "restore"),))]

    def status(self) -> list[Callable[[], Iterator[Step]]]:
        return [self._close, self._close, self._reopen, self._staff_tag, self._staff_priority, self._retry]

    def _close(self) -> Iterator[Step]:
        yield Step(self._gap(), "close", (self._ticket(),), self._surely())

    def _reopen(self) -> Iterator[Step]:
        yield Step(self._gap(), "reopen", (self._ticket(),), self._surely())

    def _staff_tag(self) -> Iterator[Step]:
        tag = self._random.choice(("vip", "support-vip", "support-needs-staff", "help-rung-quote"))
        yield Step(0, self._random.choice(("tag", "untag")), (self._ticket(), tag))

    def _staff_priority(self) -> Iterator[Step]:
        yield Step(self._gap(), "priority", (self._ticket(), self._random.choice(("Low", "High"))))

    def _retry(self) -> Iterator[Step]:
        yield Step(self._gap(), "retry")

    def structure(self) -> list[Callable[[], Iterator[Step]]]:
        return [self._merge, self._give, self._delete, self._merge_clients, self._quote, self._quote]

    def _merge(self) -> Iterator[Step]:
        if len(self._tickets) > 1:
            yield Step(self._gap(), "merge", tuple(self._random.sample(self._tickets, 2)), self._surely())

    def _give(self) -> Iterator[Step]:
        yield Step(self._gap(), "give", (self._ticket(), self._random.choice((*self._clients, ""))), self._surely())

    def _delete(self) -> Iterator[Step]:
        act, ids = self._random.choice((("delete-ticket", self._tickets), ("delete-client", self._clients)))
        yield Step(self._gap(), act, (self._random.choice(ids),), self._surely())

    def _merge_clients(self) -> Iterator[Step]:
        if len(self._clients) > 1:
            yield Step(self._gap(), "merge-clients", tuple(self._random.sample(self._clients, 2)), self._surely())

    def _quote(self) -> Iterator[Step]:
        yield Step(self._gap(), "quote", (self._ticket(), self._random.choice(("accepted", "lost"))), self._surely())


_TROUBLES: dict[str, Callable[[_Drawing], Sequence[Callable[[], Iterator[Step]]]]] = {
    "faults": _Drawing.faults,
    "crashes": _Drawing.crashes,
    "slow": _Drawing.slow,
    "outages": _Drawing.outages,
    "tiers": _Drawing.tiers,
    "desk": _Drawing.desk,
    "policy": _Drawing.policy,
    "clock": _Drawing.clock,
    "restore": _Drawing.restore,
    "status": _Drawing.status,
    "structure": _Drawing.structure,
}
_ALWAYS_SOME = (("faults",), ("faults",), ("crashes",), ("faults", "crashes"), ())
