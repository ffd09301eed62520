"""A secret that does not show itself: not in a repr, a log, a traceback or an error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret's value, and where it came from (``env NAME`` or ``file PATH``), which may be shown."""

    value: str
    origin: str

    def __repr__(self) -> str:
        return f"Secret({self.origin})"

    __str__ = __repr__

    def reveal(self) -> str:
        """Return the secret itself; call it only where it is used."""
        return self.value
