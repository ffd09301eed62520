"""What is measured, and how it is told: ratios against bars, and the absolute values beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from rich.console import Console
from rich.table import Table

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A target: ours over the peer's, one value a pair. ``is_cost``: the lower, the better."""

    number: str  # of the target, as docs/performance.md has it
    what: str
    peer: str
    values: Sequence[float]
    bar: float
    moonshot: float
    is_cost: bool = False

    @property
    def verdict(self) -> str:
        got = median(self.values)
        reached = [got <= limit if self.is_cost else got >= limit for limit in (self.bar, self.moonshot)]
        return {(True, True): "moonshot", (True, False): "met"}.get((reached[0], reached[1]), "NOT met")

    def document(self) -> Document:
        return {
            "number": self.number,
            "what": self.what,
            "peer": self.peer,
            "values": [round(value, 4) for value in self.values],
            "median": round(median(self.values), 4),
            "bar": self.bar,
            "moonshot": self.moonshot,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """An absolute value, for orientation only."""

    what: str
    unit: str
    values: Sequence[float]

    def document(self) -> Document:
        return {"what": self.what, "unit": self.unit, "values": [round(value, 4) for value in self.values]}


@dataclass(slots=True)
class Section:
    """One part of the bench; ``missing`` is what could not be measured here, and what would help."""

    name: str
    ratios: list[Ratio] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def document(self) -> Document:
        return {
            "section": self.name,
            "ratios": [ratio.document() for ratio in self.ratios],
            "readings": [reading.document() for reading in self.readings],
            "missing": self.missing,
        }

    def show(self, console: Console) -> None:
        if self.ratios:
            console.print(self._targets())
        if self.readings:
            console.print(self._values())
        for lack in self.missing:
            console.print(f"NOT MEASURED  {lack}", style="yellow", soft_wrap=True)

    def _targets(self) -> Table:
        table = Table("", "figure", "beside", "median", "least - most", "pairs", "bar", "moonshot", "", title=self.name)
        for one in self.ratios:
            spread = f"{shown(min(one.values))} - {shown(max(one.values))}"
            limits = f"{'<=' if one.is_cost else '>='} {shown(one.bar)}", shown(one.moonshot)
            pairs = str(len(one.values))
            table.add_row(
                one.number, one.what, one.peer, shown(median(one.values)), spread, pairs, *limits, one.verdict
            )
        return table

    def _values(self) -> Table:
        table = Table("for orientation", "median", "least - most", "unit", title=f"{self.name}: absolute values")
        for one in self.readings:
            spread = f"{shown(min(one.values))} - {shown(max(one.values))}"
            table.add_row(one.what, shown(median(one.values)), spread, one.unit)
        return table


def shown(value: float) -> str:
    """Show three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
