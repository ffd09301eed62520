"""Text folded to what a reader sees, so that what was sent can be recognised when it is read back.

A billing system stores a message with entities, other line ends and other white space; two texts are the same message
when their folded forms are equal.
"""

import hashlib
import html
import re
import unicodedata

_MARKUP = re.compile(r"<[^<>]{0,200}>")
_LINES = str.maketrans("\t\n\r", "   ")


def folded(text: str) -> str:
    """Return ``text`` in lower case with entities decoded, tags removed, forms and white space folded."""
    plain = unicodedata.normalize("NFKC", _MARKUP.sub(" ", html.unescape(text)))
    return " ".join(_visible(plain).split()).casefold()


def _visible(text: str) -> str:
    """Return ``text`` without control and format characters; most texts have none, and are told apart quickly."""
    if text.translate(_LINES).isprintable():
        return text
    return "".join(
        character for character in text if unicodedata.category(character) not in {"Cc", "Cf"} or character in "\t\n\r"
    )


def digest(text: str) -> str:
    """Return a short stable digest of the folded text."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:32]
