"""Makes benches, of whatever flavour and under whatever policy a test asks."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.config.document import stamped
from bridge.core.policy import Policy
from tests.reconcile.bench import Bench


@dataclass(frozen=True)
class Maker:
    """Call it for a bridge at a shop of either flavour; ``policy`` is what ``bridge init`` sets up."""

    make: Callable[[Policy, bool], Bench]
    policy: Policy

    def __call__(self, policy: Policy | None = None, *, enforces_keys: bool = True) -> Bench:
        return self.make(stamped(policy) if policy else self.policy, enforces_keys)
