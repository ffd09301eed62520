"""Labelled rows are judged with their size and interval; a bad row is told by its line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.model import Scope
from bridge.core.policy import Finder, Guide, Topic
from bridge.reading import reader
from bridge.reading.evaluation import Outcome, document, read, right_at, wrong_guides
from bridge.reading.intervals import Share
from bridge.reading.labelled import BadRow, Kind, Row, history, labelled
from tests.reading.shop import policy

_GUIDE = Guide("Change a DNS entry", "https://example.com/kb/dns")
_SHOP = policy(Topic("dns", Scope.TOOLS, guide=_GUIDE, phrases=("dns",)), Topic("bill", Scope.BILLING))


def lines(*rows: object) -> list[bytes]:
    return [json.dumps(row).encode() for row in rows]


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share_and_narrows_with_more_tickets(count: int, more: int) -> None:
    share = Share(count, count + more)
    assert share.value is not None
    assert 0 <= share.low <= share.value <= share.high <= 1
    wider, narrower = share.high - share.low, Share(count * 10, (count + more) * 10)
    assert narrower.high - narrower.low < wider


def test_no_ticket_proves_nothing() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, 0.0, 1.0)
    assert Share(0, 30).high == pytest.approx(0.1135, abs=0.001)


@pytest.mark.parametrize(
    ("kind", "line", "reason"),
    [
        (Kind.TOPICS, b"no json", "is no JSON object"),
        (Kind.TOPICS, b"[1]", "is no JSON object"),
        (Kind.TOPICS, b"[" * 100_000, "is no JSON object"),
        (Kind.TOPICS, b'{"id": "a", "message": "x"}', '"topic" must be'),
        (Kind.TOPICS, b'{"id": "a", "message": "x", "topic": 1}', '"topic" must be'),
        (Kind.TOPICS, b'{"message": "x", "topic": null}', '"id" must be'),
        (Kind.TOPICS, b'{"id": "a", "message": null, "topic": null}', '"message" must be text'),
        (Kind.TOPICS, b'{"id": "a", "message": "", "subject": 1, "topic": null}', '"subject" must be text'),
        (Kind.SOLVED, b'{"id": "a", "message": "x", "solved": "maybe"}', '"solved" must be'),
        (Kind.AUTOMATIC, b'{"id": "a", "message": "x", "automatic": "unsure"}', '"automatic" must be'),
        (Kind.AUTOMATIC, b'{"id": "a", "message": "x", "automatic": true, "headers": 1}', '"headers" must be'),
    ],
)
def test_a_row_that_cannot_be_used_is_told_by_its_line(kind: Kind, line: bytes, reason: str) -> None:
    (bad,) = labelled([b"\n", line], kind)
    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert reason in bad.reason


def test_headers_and_sender_of_a_row_are_read() -> None:
    said = {"id": 1, "message": "hello", "automatic": True, "headers": {"Auto-Submitted": "auto-replied"}}
    (row,) = labelled(lines(said), Kind.AUTOMATIC)
    assert isinstance(row, Row)
    assert read(reader(_SHOP), Kind.AUTOMATIC, row).said is True


def test_an_abstention_keeps_its_best_candidate() -> None:
    """So another threshold can be judged without reading again."""
    strict = reader(policy(*_SHOP.topics.values(), finder=Finder(threshold=9)))
    outcome = read(strict, Kind.TOPICS, Row("a", "en", "", "how do I change the dns", "dns"))
    assert outcome.prediction(Kind.TOPICS) == {"id": "a", "topic": "dns", "score": 1.3, "margin": 1.3, "abstain": True}


def test_a_ticket_without_any_evidence_predicts_nothing() -> None:
    outcome = read(reader(_SHOP), Kind.TOPICS, Row("a", "en", "", "hello", None))
    assert outcome.prediction(Kind.TOPICS) == {"id": "a", "topic": None, "score": 0.0, "margin": 0.0, "abstain": True}


@pytest.mark.parametrize(("text", "said"), [("it works now", True), ("still broken", False), ("thanks", "unsure")])
def test_a_doubt_and_thanks_alone_are_unsure(text: str, *, said: bool | str) -> None:
    outcome = read(reader(_SHOP), Kind.SOLVED, Row("a", "en", "", text, label=True))
    assert outcome.prediction(Kind.SOLVED) == {"id": "a", "solved": said}


def test_only_what_has_a_guide_can_be_a_wrong_guide() -> None:
    """S1: billing has none to send."""
    outcomes = [
        Outcome("1", "en", None, "dns", "dns", 1.3, 1.3),
        Outcome("2", "en", "dns", "dns", "dns", 1.3, 1.3),
        Outcome("3", "en", None, "bill", "bill", 1.3, 1.3),
    ]
    assert wrong_guides(outcomes, _SHOP) == Share(1, 2)
    told = document(Kind.TOPICS, outcomes, _SHOP)
    assert told["named_of_none"] == Share(2, 2).document()
    assert told["precision"] == Share(1, 3).document()


def test_the_sweep_keeps_an_abstention_that_no_threshold_caused() -> None:
    """A ticket with two requests is not named at a lower threshold either; one that scored too little is."""
    vetoed = Outcome("1", "en", None, None, "dns", 1.5, 0.5)
    too_little = Outcome("2", "en", "dns", None, "dns", 0.8, 0.8)
    assert right_at([vetoed, too_little], 0.7, _SHOP) == (Share(0, 1), Share(1, 1))
    assert right_at([vetoed, too_little], 1.0, _SHOP) == (Share(0, 0), Share(0, 1))


def test_a_past_ticket_is_labelled_by_the_guide_that_staff_sent() -> None:
    rows = history(
        lines(
            {"id": 1, "message": "a", "replies": ["see https://example.com/kb/dns please"]},
            {"id": 2, "message": "b", "replies": ["I have changed it for you"]},
            {"id": 3, "message": "c", "replies": ["https://example.com/kb/dns https://example.com/kb/ssl"]},
            {"id": 4, "message": "d"},
            {"id": 5, "message": "e", "topic": "ssl"},
            {"id": 6, "message": "f", "replies": "one"},
        ),
        {"https://example.com/kb/dns": "dns", "https://example.com/kb/ssl": "ssl"},
    )
    labels = {row.id: row.label for row in rows if isinstance(row, Row)}
    assert labels == {"1": "dns", "2": None, "5": "ssl"}
