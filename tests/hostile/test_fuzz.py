"""Broken HTTP on raw sockets against a real ``bridge serve``; the short form of ``make fuzz``."""

from pathlib import Path

from tests.hostile.fuzz import SENDERS, Fuzz
from tests.hostile.rig import running

EXCHANGES = 250  # of each sender


def test_what_is_no_decent_http_meets_no_bug_stores_nothing_and_holds_up_nobody(tmp_path: Path) -> None:
    with running(tmp_path) as at:
        report = Fuzz(at, seed=20260301).run(seconds=60, most=EXCHANGES)
    assert report.findings == []
    assert report.sent.total() == EXCHANGES * SENDERS
    assert {200, 400, 401, 404, 405, 411, 415} <= report.answered.keys()
    assert report.slowest < 15
