"""Reasons as data: explain, log, staff note and read API all print the same ones (W6).

A reason names the policy's rule and the fact that made it speak; ``data`` holds what the fact says, as plain values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Datum = str | int | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that an answer rests on. Keys of ``data`` are never ``rule`` or ``fact``."""

    rule: str  # "T2", "D3": as the policy numbers them
    fact: str  # what was found, in the policy's words: "signed up", "plan held"
    data: Mapping[str, Datum] = field(default_factory=dict)

    def document(self) -> dict[str, Datum]:
        """Return the reason as one flat JSON object."""
        return {"rule": self.rule, "fact": self.fact, **self.data}
