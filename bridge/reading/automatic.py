"""Whether a machine wrote a message (W4): an answered auto-responder is a mail storm, a person called one is ignored.

Rule: only clear signs count. Headers say it themselves (RFC 3834); a sender's name or address, an opening that says it
in so many words, or a subject in the form mail programs give it. The signs of a person (a question, "we receive this
message") win over subject and opening: people paste and ask about automatic mail.
"""

from collections.abc import Iterable

from bridge.core.model import Message
from bridge.reading.automatic_kinds import SURVEYED, is_of_a_kind
from bridge.reading.automatic_notices import NOTICE_SUBJECT, NOTICES, STILL_A_PERSON
from bridge.reading.automatic_signs import NOT_SIGNS, SIGNS, SUBJECT_SIGN
from bridge.reading.automatic_words import (
    ABSENCE,
    ABSENCE_GOES_ON,
    BARE_SUBJECT,
    BARE_SUBJECT_GOES_ON,
    COURTESY,
    HEADERS,
    OPENINGS,
    PERSON,
    RECEIVED,
    RECEIVED_GOES_ON,
    SENDER_ADDRESS,
    SENDER_NAME,
    SUBJECT,
)
from bridge.reading.own_words import unquoted
from bridge.reading.patterns import Pattern, PatternSet, words
from bridge.reading.words import plain, visible

_OPENING = 600  # characters in which a machine has said what it is

_HEADERS = {name: Pattern(value) for name, value in HEADERS.items()}
_SENDER_ADDRESS = Pattern(SENDER_ADDRESS)
_SENDER_NAME = Pattern(SENDER_NAME)
_SUBJECT = Pattern(SUBJECT)
_BARE_SUBJECT = Pattern(BARE_SUBJECT)
_BARE_SUBJECT_GOES_ON = Pattern(BARE_SUBJECT_GOES_ON)
_OPENINGS = Pattern(OPENINGS)
_ABSENCE = Pattern(ABSENCE)
_ABSENCE_GOES_ON = Pattern(ABSENCE_GOES_ON)
_RECEIVED = Pattern(RECEIVED)
_RECEIVED_GOES_ON = Pattern(RECEIVED_GOES_ON)
_PERSON = Pattern(PERSON)
_STILL_A_PERSON = Pattern(STILL_A_PERSON)
_SIGNS = PatternSet(words(table) for table in SIGNS.values())
_SUBJECT_SIGN = Pattern(SUBJECT_SIGN)
_QUOTED = Pattern(
    r"\"[^\"]{3,400}\"|(?:^|\s)'[^'\n]{8,300}'"
)  # what somebody quotes a machine says nothing of who writes
_AGREE = 2  # signs that must agree
_NOTICE_SUBJECT = Pattern(NOTICE_SUBJECT)
_NOTICES = Pattern(rf"{COURTESY}[\s\S]{{0,60}}?{NOTICES}")


class MachineReader:
    """Compiled once with the admin's own patterns; asked from any thread."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = PatternSet(patterns)

    def is_automatic(self, subject: str, message: Message) -> bool:
        """Tell whether a machine wrote it. ``subject`` is the ticket's: it speaks of the opening message alone."""
        heading = visible(subject) if message.id == 0 else ""
        text = unquoted(message.text)
        return (
            _says_so_in_headers(message)
            or _SENDER_ADDRESS.starts(message.email.strip())
            or _SENDER_NAME.starts(plain(visible(message.name)).strip())
            or _reads_as_machine(plain(heading), plain(text))
            or bool(self._patterns.matching(f"{heading}\n{text}") or self._patterns.matching(text))
        )


def _says_so_in_headers(message: Message) -> bool:
    return any(
        name.casefold() in _HEADERS and _HEADERS[name.casefold()].starts(value.strip())
        for name, value in message.headers
    )


def _reads_as_machine(subject: str, text: str) -> bool:
    said = _QUOTED.replaced(text)
    if is_of_a_kind(subject, said) and not _PERSON.is_in(SURVEYED.replaced(text)) and not _STILL_A_PERSON.is_in(said):
        return True  # a survey asks, too
    if "?" in text or _PERSON.is_in(text):
        return False
    opening = text[:_OPENING]
    return (
        _SUBJECT.starts(subject)
        or _OPENINGS.starts(opening)
        or (_BARE_SUBJECT.starts(subject) and _BARE_SUBJECT_GOES_ON.is_in(text))
        or (_ABSENCE.starts(opening) and _ABSENCE_GOES_ON.is_in(text) and not NOT_SIGNS.is_in(text))
        or (_RECEIVED.starts(opening) and _RECEIVED_GOES_ON.is_in(text))
        or _signs_agree(subject, text)
        or ((_NOTICE_SUBJECT.starts(subject) or _NOTICES.starts(opening)) and not _STILL_A_PERSON.is_in(text))
    )


def _signs_agree(subject: str, text: str) -> bool:
    """Tell whether enough different signs of a machine stand in subject and text, and none of a person."""
    said = _QUOTED.replaced(text)
    signs = len(_SIGNS.matching(said)) + _SUBJECT_SIGN.starts(subject)
    return signs >= _AGREE and not NOT_SIGNS.is_in(said) and not _STILL_A_PERSON.is_in(said)
