"""The bridge's last answers: kept for a moment, on any database, and never in the way."""

from typing import Any

from tests.hooks.whmcs import Whmcs

NAMESPACE = "use WHMCS\\Module\\Addon\\Supportbridge\\{BridgeAnswer, Cache};"
TABLE = "mod_supportbridge_answers"


def keep(whmcs: Whmcs, path: str, status: int) -> None:
    code = "Cache::keep($with['path'], new BridgeAnswer($with['status'], ['tier' => 'Zoë']));"
    whmcs.php(f"{NAMESPACE} {code}", path=path, status=status)


def find(whmcs: Whmcs, path: str) -> Any:  # noqa: ANN401 - any JSON
    return whmcs.php(f"{NAMESPACE} return Cache::find($with['path']);", path=path)


def test_an_answer_is_found_again_under_its_own_path(whmcs: Whmcs) -> None:
    keep(whmcs, "/v1/tickets/7", 200)
    assert find(whmcs, "/v1/tickets/7") == {"status": 200, "document": {"tier": "Zoë"}, "isLate": False}
    assert find(whmcs, "/v1/tickets/8") is None


def test_the_later_answer_takes_the_place_of_the_earlier(whmcs: Whmcs) -> None:
    keep(whmcs, "/v1/tickets/7", 404)
    keep(whmcs, "/v1/tickets/7", 200)
    assert [row["status"] for row in whmcs.rows(TABLE)] == [200]


def test_what_has_expired_is_not_found_and_goes_with_the_next_answer(whmcs: Whmcs) -> None:
    keep(whmcs, "/v1/tickets/7", 200)
    whmcs.sql(f"UPDATE {TABLE} SET expires = 1")
    assert find(whmcs, "/v1/tickets/7") is None
    keep(whmcs, "/v1/tickets/8", 200)
    assert [row["path"] for row in whmcs.rows(TABLE)] == ["/v1/tickets/8"]


def test_that_the_bridge_is_not_there_holds_for_every_question_and_half_as_long(whmcs: Whmcs) -> None:
    keep(whmcs, "/v1/tickets/7", 200)
    keep(whmcs, "/v1/tickets/8", 0)
    assert find(whmcs, "/v1/tickets/9")["status"] == 0
    expires = {row["path"]: int(row["expires"]) for row in whmcs.rows(TABLE)}
    assert 10 <= expires["/v1/tickets/7"] - expires["*"] <= 20


def test_a_cache_that_cannot_be_used_is_an_empty_one(fresh: Whmcs) -> None:
    fresh.sql(f"DROP TABLE {TABLE}")
    keep(fresh, "/v1/tickets/7", 200)
    assert find(fresh, "/v1/tickets/7") is None
