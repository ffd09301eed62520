"""Refusing a forged request writes nothing; how many there were is kept once in a while."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from bridge.errors import StoreUnavailableError
from bridge.store import Store
from bridge.web.rejections import Rejections
from tests.store.conftest import store, url
from tests.web.asking import client_of
from tests.web.fakes import FakeHouse

__all__ = ["store", "url"]

SOON = 0.05


def eventually(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_many_rejections_are_kept_as_one_and_none_is_lost() -> None:
    kept: list[int] = []
    rejections = Rejections(kept.append, every=SOON)

    def forge() -> None:
        for _ in range(200):
            rejections.note()

    threads = [threading.Thread(target=forge) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    eventually(lambda: sum(kept) == 800)
    assert len(kept) < 40
    rejections.note()
    eventually(lambda: sum(kept) == 801)


def test_a_store_that_is_out_of_reach_stops_no_refusing() -> None:
    tried = threading.Event()

    def keep(_: int) -> None:
        tried.set()
        raise StoreUnavailableError("full")

    rejections = Rejections(keep, every=SOON)
    rejections.note()
    assert tried.wait(5)
    rejections.note()


def test_a_forged_request_is_counted_and_a_malformed_one_is_not(
    house: FakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    monkeypatch.setattr("bridge.web.app.Rejections", partial(Rejections, every=SOON))
    client = client_of(replace(house.services, keep_rejected=kept.append))
    statuses = [
        client.post("/webhooks/whmcs", data=b"{}", content_type="application/json", headers=headers).status_code
        for headers in ({"webhook-id": "forged"}, {"content-encoding": "gzip"})
    ]
    assert statuses == [401, 415]
    eventually(lambda: kept == [1])


def test_a_tally_adds_up_between_its_first_and_its_last_instant(store: Store) -> None:
    for count, at in ((3, "T1"), (4, "T2")):
        store.marks.tally("rejected", count, at)
    assert store.marks.get("rejected") == '{"count": 7, "first": "T1", "last": "T2"}'
