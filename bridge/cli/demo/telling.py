"""How the story is told: as it happens, to a person, or as one JSON document at its end.

An act is somebody's; under it stand what the bridge decided and why, what it wrote back, and each promise as kept or
broken.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any, Protocol

Fact = dict[str, Any]


class Telling(Protocol):
    """Tells a story."""

    @property
    def is_as_promised(self) -> bool: ...

    def chapter(self, title: str) -> None: ...

    def act(self, at: str, who: str, what: str) -> None: ...

    def decided(self, what: str, why: list[str]) -> None: ...

    def wrote(self, what: str) -> None: ...

    def promise(self, what: str, *, is_kept: bool, found: object) -> None: ...

    def end(self, addresses: Mapping[str, str]) -> None: ...


class JsonTelling:
    """Collects the story, and prints it when it has ended."""

    def __init__(self) -> None:
        self._told: list[Fact] = []
        self._broken = 0

    @property
    def is_as_promised(self) -> bool:
        return self._broken == 0

    def chapter(self, title: str) -> None:
        self._told.append({"chapter": title})

    def act(self, at: str, who: str, what: str) -> None:
        self._told.append({"at": at, "who": who, "what": what})

    def decided(self, what: str, why: list[str]) -> None:
        self._told.append({"decided": what, "because": why})

    def wrote(self, what: str) -> None:
        self._told.append({"wrote": what})

    def promise(self, what: str, *, is_kept: bool, found: object) -> None:
        self._broken += not is_kept
        self._told.append({"promise": what, "is_kept": is_kept} | ({} if is_kept else {"found": repr(found)}))

    def end(self, addresses: Mapping[str, str]) -> None:
        document = {"is_as_promised": self.is_as_promised, "story": self._told, "addresses": dict(addresses)}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        sys.stdout.flush()


class PageTelling:
    """Prints the story as it happens; colour only on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - JSON need not pay for it

        width = None if sys.stdout.isatty() else 100
        self._console = Console(width=width, markup=False, emoji=False, highlight=False)
        self._kept = 0
        self._broken = 0

    @property
    def is_as_promised(self) -> bool:
        return self._broken == 0

    def chapter(self, title: str) -> None:
        self._console.print(f"\n{title}", style="bold")

    def act(self, at: str, who: str, what: str) -> None:
        self._console.print(f"  {at}  {who} {what}")

    def decided(self, what: str, why: list[str]) -> None:
        self._line("decides", what, "cyan")
        for reason in why:
            self._line("", reason, "dim")

    def wrote(self, what: str) -> None:
        self._line("writes", what, "green")

    def promise(self, what: str, *, is_kept: bool, found: object) -> None:
        self._kept += is_kept
        self._broken += not is_kept
        if is_kept:
            self._line("✓", what, "green")
        else:
            self._line("✗", f"{what}: found {found!r}", "bold red")

    def _line(self, mark: str, text: str, style: str) -> None:
        self._console.print(f"{'':21}{mark:>8}  {text}", style=style, soft_wrap=True)

    def end(self, addresses: Mapping[str, str]) -> None:
        self._console.print()
        if self.is_as_promised:
            self._console.print(f"All {self._kept} promises were kept.", style="bold green")
        else:
            self._console.print(
                f"{self._broken} of {self._kept + self._broken} promises were broken.", style="bold red"
            )
        if addresses:
            self._console.print(
                "\nStill up; interrupt (Ctrl-C) to end. Write an instant into the clock file to turn it."
            )
        for name, value in addresses.items():
            self._console.print(f"  {name:20} {value}", soft_wrap=True)
