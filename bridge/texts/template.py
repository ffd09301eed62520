"""One compiled text: rendered piece by piece, so that its size is capped before it is made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import jinja2

LONGEST_TEXT: Final = 20_000  # characters; a billing system takes it, and nobody reads more


class OversizeError(ValueError):
    """A text came out longer than ``LONGEST_TEXT``."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text of the admin's or ours; ``file`` is how it is shown to the admin."""

    file: str
    source: str = field(repr=False)
    compiled: jinja2.Template = field(repr=False)

    def render(self, values: Mapping[str, object]) -> str:
        """Return the text without white space around it; raises OversizeError, and Jinja's errors."""
        pieces: list[str] = []
        length = 0
        for piece in self.compiled.generate(**values):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_TEXT:
                raise OversizeError(f"comes out longer than {LONGEST_TEXT} characters; shorten it")
        return "".join(pieces).strip()


def digest(variants: Mapping[str, Template]) -> str:
    """Return a stable digest of a text in all its languages."""
    state = hashlib.sha256()
    for language, template in sorted(variants.items()):
        state.update(f"{language}\0{template.source}\0".encode())
    return state.hexdigest()[:32]
