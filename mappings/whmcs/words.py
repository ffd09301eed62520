"""WHMCS's words and ours: ids, stages, priorities and languages, as tables."""

import re
from collections.abc import Mapping

from bridge.core.model import Priority, Stage

_DIGITS = re.compile(r"[0-9]{1,19}")
_LARGEST_ID = 2**63 - 1

CLOSED = "Closed"  # of a client as of a ticket
ACTIVE = "Active"
SUSPENDED = "Suspended"
TERMINATED = "Terminated"
CANCELLED = "Cancelled"
FRAUD = "Fraud"

CLIENT_STATUSES = frozenset({ACTIVE, "Inactive", CLOSED})
HOLDING_STATUSES = frozenset({"Pending", ACTIVE, SUSPENDED, TERMINATED, CANCELLED, FRAUD, "Completed"})

# What a plan names: "product:42" is a product for sale, "addon:7" a predefined addon.
PRODUCT = "product:"
ADDON = "addon:"

STAGE_DRAFT = "Draft"

_STAGES: Mapping[str, Stage] = {
    "draft": Stage.DRAFT,
    "delivered": Stage.DELIVERED,
    # Staff set it aside after it left the draft: not to be sent by us, and its date still runs out.
    "on hold": Stage.DELIVERED,
    "accepted": Stage.ACCEPTED,
    "lost": Stage.LOST,
    "dead": Stage.LOST,
}

_PRIORITIES: Mapping[str, Priority] = {priority.casefold(): priority for priority in Priority}

# The language files that WHMCS ships, and the ISO 639-1 code of each.
_LANGUAGES: Mapping[str, str] = {
    "arabic": "ar",
    "azerbaijani": "az",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "farsi": "fa",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "hungarian": "hu",
    "italian": "it",
    "macedonian": "mk",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
}


def identifier(value: object) -> str | None:
    """Return a row's id as canonical text; None for 0, "", and whatever else is no id."""
    match value:
        case bool():
            return None
        case int():
            number = value
        case str() if _DIGITS.fullmatch(value):
            number = int(value)
        case _:
            return None
    return str(number) if 0 < number <= _LARGEST_ID else None


def stage(word: str) -> Stage:
    """Return how far a quote is; a stage we do not know is out of our hands, as a delivered one is."""
    return _STAGES.get(word.strip().casefold(), Stage.DELIVERED)


def priority(word: str) -> Priority | None:
    return _PRIORITIES.get(word.strip().casefold())


def language(name: str) -> str:
    """Return the ISO 639-1 code of a language file's name ("portuguese-br": "pt"), "" where it is not known."""
    return _LANGUAGES.get(name.strip().casefold().partition("-")[0], "")


def is_closed(status: str) -> bool:
    """Tell whether a ticket's or client's status is Closed; every other one, the shop's own too, is open (L2)."""
    return status.strip().casefold() == CLOSED.casefold()
