"""``bridge explain ticket`` says first what is under way: whose turn it is follows from what becomes of it."""

import json

import pytest

from bridge.core.model import Subject, SubjectKind, WriteKind, WriteState
from bridge.store.decisions import DecisionRecord
from bridge.store.write_rows import Intent
from tests.cli.conftest import NOW, Place

TICKET = Subject(SubjectKind.TICKET, "7")
DECIDED = {
    "ticket": 7,
    "client": 42,
    "tier": "best-effort",
    "scope": None,
    "outcome": None,
    "rung": "guide",
    "step": 1,
    "ladder": ["guide", "staff"],
    "waiting_for": "customer",
    "topic": "dns",
    "scores": [],
    "tags": [],
    "quote": None,
    "withheld": [],
    "because": [],
    "next_change": None,
}
UNKNOWN = (
    "the guide is under way; its outcome is not known yet, and is settled by reading; then it is the customer's turn"
)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (WriteState.INTENDED, "the guide is under way; it is still to be sent; then it is the customer's turn"),
        (WriteState.SENDING, UNKNOWN),
        (WriteState.UNKNOWN, UNKNOWN),
        (WriteState.DONE, "it is the customer's turn"),
    ],
)
def test_what_is_next_names_the_writes_under_way_first(place: Place, state: WriteState, says: str) -> None:
    place.store.decisions.record(DecisionRecord(TICKET, NOW, "p", "d", "", json.dumps(DECIDED)))
    place.store.writes.intend(Intent("7", "42", "guide", WriteKind.REPLY, {}), NOW)
    if state is not WriteState.INTENDED:
        place.store.writes.finish("7", "guide", state, now=NOW)
    page = " ".join(place.page("explain", "ticket", "7").split())
    assert f"Next {says}" in page
