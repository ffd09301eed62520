"""Customer text made harmless before it stands in a text of ours.

A reply goes out as Markdown, a note is read in an admin's browser, and a billing system may fill its own merge fields
(``{$name}``, ``[NAME]``) into whatever passes through it. So every character that means something to one of them is
written as an HTML character reference, which Markdown shows as the character itself and nothing takes for structure.
So is every character beyond the basic plane, such as an emoji: a database of three bytes a character (MySQL's utf8mb3)
would cut our text off there, and a text that is not found on the ticket again could be said twice (W3).
"""

import re
import unicodedata

LONGEST_NAME = 60
LONGEST_LINE = 200

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, format (bidi, zero width), surrogate, private, unassigned
_SEPARATORS = {"Zl", "Zp"}
_SPACE = re.compile(r"\s+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_LINKS_ITSELF = re.compile(r"(?<=:)//|(?i:(?<=\bwww)\.)")
_ADDRESS = re.compile(r"[@:/\\]|\w\.\w{2,}")
_REFERENCES = {ord(character): f"&#{ord(character)};" for character in "&<>{}[]*_`~#|\\@"}


def plain(text: str) -> str:
    """Return ``text`` on one line, without characters that are not seen or turn the reading direction."""
    seen = "".join(
        " " if character in "\t\r\n" or unicodedata.category(character) in _SEPARATORS else character
        for character in unicodedata.normalize("NFC", text)
        if character in "\t\r\n" or unicodedata.category(character) not in _UNSEEN
    )
    return _SPACE.sub(" ", seen).strip()


def cut(text: str, longest: int) -> str:
    """Return at most ``longest`` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def escaped(text: str) -> str:
    """Return ``text`` with no character left that Markdown, HTML or merge fields give a meaning to, nor a link."""
    inert = _ASTRAL.sub(lambda match: f"&#{ord(match[0])};", text.translate(_REFERENCES))
    return _LINKS_ITSELF.sub(lambda match: "".join(f"&#{ord(character)};" for character in match[0]), inert)


def line(text: str) -> str:
    """Return customer text as one harmless line of at most ``LONGEST_LINE`` characters seen."""
    return escaped(cut(plain(text), LONGEST_LINE))


def name(text: str) -> str:
    """Return a person's name as a harmless word of greeting; nothing where it is an address rather than a name.

    Who signs up under the name ``visit evil.example`` wants our reply to carry it to somebody.
    """
    seen = plain(text)
    return "" if _ADDRESS.search(seen) else escaped(cut(seen, LONGEST_NAME))
