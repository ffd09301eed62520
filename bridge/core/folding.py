"""Text folded to what a reader sees, so that what was sent can be recognised when it is read back.

A billing system stores a message with entities, other line ends and other white space; two texts are the same message
when their folded forms are equal.
"""

import hashlib
import html
import re
import unicodedata

_MARKUP = re.compile(r"<[^<>]{0,200}>")
_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """Return ``text`` in lower case with entities decoded, tags removed, forms and white space folded."""
    plain = unicodedata.normalize("NFKC", _MARKUP.sub(" ", html.unescape(text)))
    visible = "".join(
        character for character in plain if unicodedata.category(character) not in {"Cc", "Cf"} or character in "\t\n\r"
    )
    return _SPACE.sub(" ", visible).strip().casefold()


def digest(text: str) -> str:
    """Return a short stable digest of the folded text."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:32]
