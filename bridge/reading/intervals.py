"""How sure a share is that was counted on few tickets: Wilson's interval, which is honest at 0 and at 1."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.96  # of a two-sided interval of 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``of``, and between which bounds the true share lies (95 %)."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float:
        return self._bound(-1) if self.of else 0.0

    @property
    def high(self) -> float:
        return self._bound(1) if self.of else 1.0

    def _bound(self, side: int) -> float:
        share, square = self.count / self.of, _Z * _Z / self.of
        middle = share + square / 2
        width = sqrt(share * (1 - share) * square + square * square / 4)
        return min(1.0, max(0.0, (middle + side * width) / (1 + square)))

    def document(self) -> dict[str, object]:
        value = None if self.value is None else round(self.value, 4)
        return {
            "count": self.count,
            "of": self.of,
            "share": value,
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }

    def __str__(self) -> str:
        if self.value is None:
            return "none"
        return f"{self.value:.1%} ({self.count} of {self.of}; {self.low:.0%} to {self.high:.0%})"
