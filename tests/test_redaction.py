"""What people said and are called shows in no repr: those end up in exceptions, logs and tracebacks."""

from datetime import UTC, datetime
from typing import get_type_hints

import pytest

from bridge.billing import PostNote, PostReply
from bridge.core import model
from bridge.core.conversation import Said
from bridge.core.model import (
    Author,
    Client,
    Message,
    Note,
    Override,
    OverrideKind,
    Priority,
    Subject,
    SubjectKind,
    Ticket,
    WriteKind,
    WriteState,
)
from bridge.reconcile.learning import KnownClient, KnownTicket
from bridge.secrets import Secret
from bridge.store.decisions import DecisionRecord
from bridge.store.deliveries import Delivery, DeliveryState, Record, Waiting
from bridge.store.write_rows import Intent, Verdict, VerdictRecord

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CANARY = "Kanarienvogel"
SUBJECT = Subject(SubjectKind.TICKET, "7")
BODY = CANARY.encode()

MESSAGE = Message(1, NOW, Author.CUSTOMER, CANARY, name=CANARY, email=CANARY, headers=((CANARY, CANARY),))
NOTE = Note(1, NOW, Author.STAFF, CANARY)
TICKET = Ticket("7", "ABC-7", "42", CANARY, True, "Open", Priority.LOW, (MESSAGE,), (NOTE,), frozenset())
CLIENT = Client("42", "Active", None, (), first_name=CANARY)
NOUNS = (
    MESSAGE,
    NOTE,
    TICKET,
    CLIENT,
    KnownTicket(TICKET, ()),
    KnownClient(CLIENT, ()),
    Said(NOW, Author.CUSTOMER, 1, CANARY),
    Override(OverrideKind.HOLD, SUBJECT, NOW, None, CANARY, NOW),
    PostReply("t7-guide", "7", CANARY, "Open"),
    PostNote("t7-note", "7", CANARY),
    Delivery("w1", "whmcs", "TicketOpen", (SUBJECT,), False, BODY, NOW),
    Waiting("w1", "whmcs", "TicketOpen", BODY, NOW),
    Record(1, "w1", "whmcs", "TicketOpen", SUBJECT, DeliveryState.WAITING, NOW, BODY),
    Intent("7", "42", "guide", WriteKind.REPLY, {"text": CANARY}),
    VerdictRecord("7", "guide", Verdict.RETRY, CANARY, NOW, WriteState.PARKED, "refused"),
    DecisionRecord(SUBJECT, NOW, "p", "d", CANARY, CANARY),
    Secret(CANARY, "env BRIDGE_SECRET"),
)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: type(noun).__name__)
def test_a_noun_shows_whom_it_is_about_and_not_what_was_said(noun: object) -> None:
    assert CANARY not in repr(noun)
    assert CANARY not in f"{noun} {[noun]}"


def test_every_noun_that_can_hold_a_persons_words_is_among_them() -> None:
    """A new noun with a field of such a name is shown here first."""
    words = {"text", "email", "first_name", "headers", "body", "reason"}
    named = {
        name
        for name, noun in vars(model).items()
        if isinstance(noun, type) and noun.__module__ == model.__name__ and words & set(get_type_hints(noun))
    }
    assert named <= {type(noun).__name__ for noun in NOUNS}
    assert named >= {"Message", "Note", "Client", "Override"}
