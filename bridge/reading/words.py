"""Text made comparable: what a person sees, without case, accents, contractions or invisible characters.

Rule: both sides of a comparison go through ``plain``, the admin's phrases as well as the customer's words, and no
text, however broken, makes anything here raise or take more than linear time.
"""

import re
import unicodedata

from bridge.reading.patterns import Pattern

LIMIT = 20_000  # characters that are read of one message: nobody asks for help further down

_INVISIBLE = Pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\p{Cf}\p{Co}]+")
_MARKS = Pattern(r"(\p{M}{3})\p{M}+")  # sorting a pile of combining marks is quadratic, and no letter carries four
_LINE_ENDS = Pattern("\r\n?|[\u0085\u2028\u2029]")
_QUOTATION_MARKS = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\xab\xbb", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\xb4", "'")
)
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
_CONTRACTIONS = (
    (Pattern(r"\b(?:can'?t|can not)\b"), "cannot"),
    (Pattern(r"\bwon'?t\b"), "will not"),
    (Pattern(r"\b(do|does|did|is|are|was|were|has|have|had|would|should|could)n'?t\b"), r"\1 not"),
    (Pattern(r"\b(it|that|this|what|there|everything|problem|issue)'s\b"), r"\1 is"),
    (Pattern(r"\b(i)'m\b"), r"\1 am"),
    (Pattern(r"\be-mail"), "email"),
)
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\n+|\s+(?=\d[.)]\s)")


def visible(text: str) -> str:
    """Return the first ``LIMIT`` characters of ``text`` as a reader sees them, one form of line end and quote."""
    sound = text[:LIMIT].encode("utf-8", "ignore").decode()  # half a surrogate pair is nothing that anybody sees
    if not sound.isascii():
        sound = unicodedata.normalize("NFKC", _MARKS.replaced(sound, r"\1")).translate(_QUOTATION_MARKS)
    return _INVISIBLE.replaced(_LINE_ENDS.replaced(sound, "\n"), "")


def plain(text: str) -> str:
    """Return visible ``text`` in lower case, without accents, English contractions written out."""
    low = text.casefold().replace("`", "'")
    if not low.isascii():
        apart = unicodedata.normalize("NFKD", low.translate(_LETTERS))
        low = "".join(character for character in apart if not unicodedata.combining(character))
    for contraction, full in _CONTRACTIONS:
        low = contraction.replaced(low, full)
    return low


def split(text: str) -> tuple[str, ...]:
    """Return the words of plain ``text``; hyphens and apostrophes part words."""
    return tuple(_WORD.findall(text))


def words_of(table: str) -> frozenset[str]:
    """Return the words of a table of plain words."""
    return frozenset(table.split())


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text``, each with its closing mark."""
    return tuple(part for part in _SENTENCE_END.split(text) if part.strip())
