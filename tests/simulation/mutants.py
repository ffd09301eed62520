"""Mistakes made on purpose, one at a time: the seeds must find each of them (``make simulate-mutants``).

What they do not find they do not prove. Each mutant replaces one function of the bridge by one that forgets something.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from bridge.core import ladder, writebacks
from bridge.core.actions import SetTags
from bridge.core.model import WriteState
from bridge.core.withholding import Case
from bridge.reconcile import learning, viewing
from bridge.reconcile.writing import Writing
from bridge.store.agenda import Agenda
from tests.simulation.house import opened
from tests.simulation.plan import draw
from tests.simulation.running import run

MOST_SEEDS = 300


def forgets(*what: str) -> Callable[[], Iterator[None]]:
    """Return a mutant in which these functions, named by module and name, answer None."""
    return replaced(**{name.replace(".", "__"): lambda *_, **__: None for name in what})


def replaced(**what: Callable[..., Any]) -> Callable[[], Iterator[None]]:
    """Return a mutant in which ``package__module__name`` is this function."""

    def mutate() -> Iterator[None]:
        with ExitStack() as stack:
            for name, function in what.items():
                stack.enter_context(patch(name.replace("__", "."), function))
            yield

    return mutate


def says_yes(*_: object, **__: object) -> bool:
    return True


def says_no(*_: object, **__: object) -> bool:
    return False


def _settles_at_once(*given: Any) -> dict[tuple[str, str], float]:  # noqa: ANN401 - whatever it is called with
    return dict.fromkeys(viewing.unsettled(*given), 0.0)


def _keyed_by_place(case: Case) -> str:
    return f"reply-{case.here.number}"


_tag_changes = writebacks.tag_changes


def _adds_only(*given: Any) -> SetTags | None:  # noqa: ANN401 - whatever it is called with
    change = _tag_changes(*given)
    return replace(change, remove=frozenset()) if change and change.add else None


def _marks_first(parts: Any, subject: Any) -> object:  # noqa: ANN401 - as it stands
    waiting = parts.store.deliveries.waiting(subject)
    parts.store.deliveries.learned({delivery.id: [] for delivery in waiting})
    told = {delivery.id: learning._facts(parts, delivery) for delivery in waiting}
    parts.store.deliveries.learned(told)
    return ()


_finish = Writing._finish


def _retries_blindly(self: Writing, what: Any, state: WriteState, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as it stands
    _finish(self, what, WriteState.INTENDED if state is WriteState.UNKNOWN else state, *given, **named)


_put_back = Agenda.put_back


def _forgets_touches(self: Agenda, lease: Any, **named: Any) -> bool:  # noqa: ANN401 - as it stands
    return _put_back(self, self.refresh(lease) or lease, **named)


_reseated = ladder._reseated


def _keeps_number(here: Any, seat: Any, policy: Any) -> Any:  # noqa: ANN401 - as it stands
    moved = _reseated(here, seat, policy)
    return replace(moved, called=here.called)


def _climbs_always(here: Any, turn: Any, **named: Any) -> Any:  # noqa: ANN401 - as it stands
    return _climbed(replace(here, is_answered=True), turn, **named)


_climbed = ladder._climbed


def _nothing(*_: object, **__: object) -> Iterator[None]:
    return iter(())


MUTANTS: Mapping[str, Callable[[], Iterator[None]]] = {
    "sends without looking whether it is there": forgets("bridge.reconcile.writing.evidence"),
    "an unknown outcome is tried again at once": replaced(
        bridge__reconcile__writing__Writing___finish=_retries_blindly
    ),
    "the settle time is not waited for": replaced(bridge__reconcile__tickets__unsettled=_settles_at_once),
    "the lease is not asked about": replaced(
        bridge__store__writes__is_held=says_yes, bridge__store__agenda__Agenda__is_held=says_yes
    ),
    "a sender that was held up sends": forgets("bridge.reconcile.writing.Writing._require_prompt"),
    "keys follow the rung's place": replaced(bridge__core__owing___reply_key=_keyed_by_place),
    "staff are talked over": forgets("bridge.core.withholding.spoken", "bridge.core.owing.spoken"),
    "doubt is answered": forgets("bridge.core.withholding.doubted", "bridge.core.owing.doubted"),
    "caps are skipped": replaced(bridge__core__owing__capped=lambda *_: None, bridge__store__writes__is_capped=says_no),
    "holds and pauses are skipped": forgets("bridge.core.owing.put_off"),
    "what is stale is sent": forgets("bridge.core.owing.stale"),
    "answer-from is forgotten": forgets("bridge.core.withholding.before", "bridge.core.owing.before"),
    "tags are only added": replaced(bridge__core__decision__tag_changes=_adds_only),
    "a re-seat speaks": replaced(bridge__core__ladder___reseated=_keeps_number),
    "an unanswered rung is climbed": replaced(bridge__core__ladder___climbed=_climbs_always),
    "nothing is planned for later": replaced(bridge__core__decision___changes=_nothing),
    "touches during a look are lost": replaced(bridge__store__agenda__Agenda__put_back=_forgets_touches),
    "a delivery is marked before its facts": replaced(
        bridge__reconcile__tickets__learn_deliveries=_marks_first,
        bridge__reconcile__clients__learn_deliveries=_marks_first,
    ),
}


def main(names: Sequence[str]) -> int:
    """Tell how many seeds it takes to find each mutant (all, or those whose name holds a word given)."""
    survivors = 0
    for name, mutate in MUTANTS.items():
        if names and not any(word in name for word in names):
            continue
        begun = time.process_time()
        with opened() as house, contextmanager(mutate)():
            found = next(((seed, ran) for seed in range(MOST_SEEDS) if (ran := run(draw(seed), house)).failure), None)
        seconds = time.process_time() - begun
        told = f"{found[0] + 1:>4} seeds  {found[1].failure.splitlines()[0][:90]}" if found else "SURVIVES"
        survivors += found is None
        print(f"{name:<45} {told}  ({seconds:.0f} s)", flush=True)  # noqa: T201 - a program for the terminal
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
