"""A billing system that was broken into, or is broken: whatever it answers is read, or is an error by type.

Good answers with odd values put in at chance places; what else a socket can do is in ``tests/whmcs/test_transport.py``.
"""

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.billing import Billing, ChangeTags, PostNote, PostReply, SendQuote
from bridge.core.model import Client, Subject, SubjectKind, Ticket
from bridge.errors import BillingError
from mappings.whmcs import line
from mappings.whmcs.connect import connect
from mappings.whmcs.transport import Reply, Wire
from tests.whmcs import shops
from tests.whmcs.answers import ADDON, CLIENT_ANSWER, NOTE, PRODUCT, QUOTE, TICKET_ANSWER, quotes

ZONES = ("Europe/Lisbon", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati")
GOOD: dict[str, dict[str, Any]] = {
    "ticket": TICKET_ANSWER,
    "client": {**CLIENT_ANSWER, "products": {"product": [PRODUCT]}, "addons": {"addon": [ADDON]}, "totalresults": 1},
    "notes": {"result": "success", "notes": {"note": [NOTE]}},
    "quotes": quotes(QUOTE),
    "done": {"result": "success", "quoteid": 12, "tags": ["vip"], "noteid": 5},
}
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.sampled_from([float("inf"), float("-inf"), float("nan"), 1e308, -0.5]),
    st.sampled_from(
        ["9" * 4000, "9" * 5000, "-1", "0", " 7 ", "\u0667", "1e9", "\ud800", "\0", "<b>", "{$x}", "x" * 10_000]
    ),
    st.sampled_from(["0000-00-00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "2026-02-30", "2026-03-29 01:30:00"]),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "-0001-11-30", "+9999"]),
    st.text(max_size=20),
    st.sampled_from([[], {}, [[]], [None], [7], {"0": 7}, {"a": {"b": [{}]}}, [[[[]]]]]),
)
PLACES = st.lists(st.integers(0, 10**6), max_size=5)
REPLY = PostReply("t7-guide", "7", "Hello", "Open")
ASKED: tuple[Callable[[Billing], object], ...] = (
    lambda billing: billing.read_ticket("7"),
    lambda billing: billing.read_client("42"),
    lambda billing: billing.read_quote("12"),
    lambda billing: billing.find_quotes("42", "Assistance with ticket #7"),
    lambda billing: billing.resolve(Subject(SubjectKind.HOLDING, "product:12")),
    lambda billing: billing.check(),
    lambda billing: billing.apply(REPLY),
    lambda billing: billing.apply(PostNote("t7-note", "7", "Seen")),
    lambda billing: billing.apply(SendQuote("t7-send", "12")),
    lambda billing: billing.apply(ChangeTags("tags-1", "7", frozenset({"a"}), frozenset(), frozenset({"a"}))),
)


def put(tree: Any, places: list[int], value: object) -> Any:  # noqa: ANN401 - any JSON
    """Put a value in place of another, found by walking down the places; the whole where there are none."""
    if not places or not isinstance(tree, dict | list) or not tree:
        return value
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = keys[places[0] % len(keys)]
    tree[key] = put(tree[key], places[1:], value)
    return tree


@given(
    kind=st.sampled_from(sorted(GOOD)),
    odd=st.lists(st.tuples(PLACES, ODD), max_size=3),
    asked=st.sampled_from(ASKED),
    zone=st.sampled_from(ZONES),
    has_addon=st.booleans(),
)
def test_no_answer_is_more_than_an_error_by_type(
    kind: str, odd: list[tuple[list[int], object]], asked: Callable[[Billing], object], zone: str, *, has_addon: bool
) -> None:
    answer: Any = copy.deepcopy(GOOD[kind])
    for places, value in odd:
        answer = put(answer, places, copy.deepcopy(value))
    body = json.dumps(answer).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Wire, "post", lambda _self, _envelope, *, deadline: Reply(200, body))
        patch.setattr(line, "_ATTEMPTS", 1)
        billing = connect(replace(shops.connection(has_addon=has_addon), zone=ZoneInfo(zone)))
        with suppress(BillingError):
            found = asked(billing)
            assert_can_be_kept(found)


def assert_can_be_kept(found: object) -> None:
    """Check that what was read can be stored anywhere: real ids and instants, text without halves and NUL."""
    if isinstance(found, Ticket):
        assert all(message.at.tzinfo is UTC and 0 <= message.id < 2**63 for message in found.messages)
        texts = [found.subject, found.number, *(message.text for message in found.messages), *(found.tags or ())]
    elif isinstance(found, Client):
        texts = [found.first_name, *(holding.name for holding in found.holdings)]
    else:
        texts = []
    assert not any("\0" in text for text in texts)
    assert "".join(texts).encode().decode() == "".join(texts)
