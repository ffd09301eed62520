"""What a customer wants other than help with a topic: to leave, to buy, to thank, to complain (S2).

Rule: these are read from the plain own words; some colour the whole ticket, some only the sentence they stand in. A
wrong guide costs more than none, so a ticket that also wants something else is left to a person.
"""

from enum import StrEnum

from bridge.reading.intent_words_business import BILL, BUY, CANCEL
from bridge.reading.intent_words_feelings import ASIDE, AUDIT, CHASE, COMPLAIN, IN_ADVANCE, TELL, UNSUBSCRIBE, WELCOME
from bridge.reading.intent_words_others import ABUSE, ADVERTISE, APPLY, OUTAGE
from bridge.reading.patterns import Pattern, PatternSet, words


class Intent(StrEnum):
    """Why a topic's words are no request for its guide."""

    CANCEL = "to cancel"
    BUY = "to buy"  # or to know what is on offer
    BILL = "to dispute a bill"
    COMPLAIN = "to complain"
    ABUSE = "to report abuse"
    ADVERTISE = "to advertise"
    APPLY = "to apply for a job"
    OUTAGE = "to report a fault of the provider"
    CHASE = "to hear how it stands"
    TELL = "to tell or hand in something"
    UNSUBSCRIBE = "to get no more mail"
    AUDIT = "to know how things are kept"


# What nobody wants of a shop: it speaks against every topic, also one without a guide.
HARM = frozenset({Intent.ABUSE, Intent.ADVERTISE, Intent.APPLY, Intent.UNSUBSCRIBE, Intent.AUDIT})

_COLOURS_TICKET = {
    Intent.CANCEL: CANCEL,
    Intent.BUY: BUY,
    Intent.BILL: BILL,
    Intent.COMPLAIN: COMPLAIN,
    Intent.ABUSE: ABUSE,
    Intent.ADVERTISE: ADVERTISE,
    Intent.APPLY: APPLY,
    Intent.OUTAGE: OUTAGE,
    Intent.CHASE: CHASE,
    Intent.TELL: TELL,
    Intent.UNSUBSCRIBE: UNSUBSCRIBE,
    Intent.AUDIT: AUDIT,
}
_ASIDE = Pattern(words(ASIDE))
_IN_ADVANCE = Pattern(IN_ADVANCE)
_WELCOME = Pattern(words(WELCOME))


class Intents:
    """The tables, compiled once."""

    __slots__ = ("_ticket",)

    def __init__(self) -> None:
        self._ticket = PatternSet(words(table) for table in _COLOURS_TICKET.values())

    def of_ticket(self, text: str) -> tuple[Intent, ...]:
        """Return what else the customer wants, read from all their plain own words."""
        kinds = tuple(_COLOURS_TICKET)
        return tuple(kinds[place] for place in self._ticket.matching(_WELCOME.replaced(text)))

    def is_aside(self, sentence: str) -> bool:
        """Tell whether a plain sentence only gives thanks, or tells of what is done already."""
        return _ASIDE.is_in(sentence) and not _IN_ADVANCE.is_in(sentence)
