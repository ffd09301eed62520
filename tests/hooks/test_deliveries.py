"""Events out, the half after the page: sent in order, the same bytes each time, until the bridge has taken them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from random import Random

import pytest

from tests.hooks.conftest import SQLITE
from tests.hooks.receiver import Receiver, receiving
from tests.hooks.whmcs import Whmcs

DAY = 86_400
NAMESPACE = "WHMCS\\Module\\Addon\\Supportbridge"

# A cron run at another time than now, by the clock that a run is given.
RUN = f"""
$settings = {NAMESPACE}\\Settings::load();
$sender = new {NAMESPACE}\\Sender($settings->webhookAddress(), {NAMESPACE}\\Secret::accepted(), 1.0, 2.0);
$clock = static function () use ($with): int {{ return time() + $with['ahead']; }};
return (new {NAMESPACE}\\Deliveries($sender, 30.0, $clock))->sendDue();
"""

# An event and then a cron run, every five minutes.
DAY_OF_CRON = f"""
$settings = {NAMESPACE}\\Settings::load();
$sender = new {NAMESPACE}\\Sender($settings->webhookAddress(), {NAMESPACE}\\Secret::accepted(), 1.0, 2.0);
foreach ($with['tickets'] as $number => $ticket) {{
    run_hook('TicketUserReply', ['ticketid' => $ticket, 'replyid' => $number]);
    $clock = static function () use ($number): int {{ return time() + 300 * $number; }};
    (new {NAMESPACE}\\Deliveries($sender, 30.0, $clock))->sendDue();
}}
"""


@pytest.fixture
def bridge(whmcs: Whmcs) -> Iterator[Receiver]:
    with receiving(whmcs.secret) as receiver:
        whmcs.configure(bridge_url=receiver.url + "/")
        yield receiver


def close(whmcs: Whmcs, *tickets: int) -> None:
    for ticket in tickets:
        whmcs.hook("TicketClose", {"ticketid": ticket})


def run(whmcs: Whmcs, *, ahead: int) -> int:
    """Run the cron job so many seconds from now; return how many events were taken."""
    return int(whmcs.php(RUN, ahead=ahead))


def states(whmcs: Whmcs) -> list[str]:
    return [row["state"] for row in whmcs.outbox()]


def test_the_page_sends_nothing_and_the_cron_all(whmcs: Whmcs, bridge: Receiver) -> None:
    close(whmcs, 1, 2)
    whmcs.hook("TicketDepartmentChange", {"ticketid": 1, "deptid": 2, "deptname": "Técnico 💬"})
    assert bridge.attempts == []
    assert states(whmcs) == ["waiting"] * 3
    whmcs.cron()
    assert sorted(bridge.types()) == ["TicketClose", "TicketClose", "TicketDepartmentChange"]
    assert states(whmcs) == ["delivered"] * 3
    (delivery,) = [each for each in bridge.received if each.type == "TicketDepartmentChange"]
    assert json.loads(delivery.body)["data"]["deptname"] == "Técnico 💬"
    assert delivery.path == "/webhooks/whmcs"
    assert delivery.headers["content-type"] == "application/json"
    assert not {"transfer-encoding", "content-encoding", "expect"} & delivery.headers.keys()
    whmcs.cron()
    assert len(bridge.received) == 3


def test_where_the_server_can_it_is_sent_after_the_response(whmcs: Whmcs, bridge: Receiver) -> None:
    (whmcs.root / "finishes-early").touch()
    close(whmcs, 1)
    assert bridge.types() == ["TicketClose"]


def test_a_page_does_not_try_a_bridge_that_was_silent_just_now(whmcs: Whmcs, bridge: Receiver) -> None:
    (whmcs.root / "finishes-early").touch()
    working = bridge.url
    whmcs.configure(bridge_url="http://127.0.0.1:9")
    close(whmcs, 1)
    assert [row["last_status"] for row in whmcs.outbox()] == [0]
    whmcs.configure(bridge_url=working)
    close(whmcs, 2)
    assert bridge.attempts == []
    whmcs.cron()
    assert states(whmcs) == ["delivered"] * 2, "the bridge answers again, so what it missed is due at once"


def test_every_attempt_has_the_same_id_and_bytes_and_a_signature_of_its_own(whmcs: Whmcs, bridge: Receiver) -> None:
    bridge.answers = [500, 503, 429, 202]
    close(whmcs, 1)
    for minutes in range(0, 400, 100):
        run(whmcs, ahead=minutes * 60)
    assert len(bridge.attempts) == 4
    assert len({(each.id, each.body) for each in bridge.attempts}) == 1
    assert bridge.attempts[0].id.startswith("msg_")
    (row,) = whmcs.outbox()
    assert (row["state"], row["attempts"], row["last_status"]) == ("delivered", 4, 202)


def test_an_earlier_event_of_a_subject_holds_back_the_later_ones_and_nobody_elses(
    whmcs: Whmcs, bridge: Receiver
) -> None:
    bridge.answers = [413]
    close(whmcs, 1, 1, 2)
    whmcs.cron()
    assert states(whmcs) == ["waiting", "waiting", "delivered"]
    whmcs.cron()
    assert states(whmcs) == ["waiting", "waiting", "delivered"]
    run(whmcs, ahead=3600)
    assert states(whmcs) == ["delivered"] * 3
    assert [each.id for each in bridge.received][1:] == [row["webhook_id"] for row in whmcs.outbox()][:2]


def test_what_the_bridge_refuses_is_shown_and_tried_more_slowly(whmcs: Whmcs, bridge: Receiver) -> None:
    bridge.down = 401
    close(whmcs, 1)
    whmcs.cron()
    (row,) = whmcs.outbox()
    assert (row["state"], row["last_status"], row["last_error"]) == ("waiting", 401, "HTTP 401")
    assert 900 <= row["next_attempt"] - row["last_attempt"] <= 1800
    summary = whmcs.php(f"return {NAMESPACE}\\Outbox::summary();")
    assert (summary["waiting"], summary["refused"], summary["failed"]) == (1, 1, 0)
    assert summary["trouble"]["last_error"] == "HTTP 401"


def test_the_bridge_may_ask_for_time(whmcs: Whmcs, bridge: Receiver) -> None:
    bridge.answers, bridge.headers = [503], {"Retry-After": "1200"}
    close(whmcs, 1)
    whmcs.cron()
    (row,) = whmcs.outbox()
    assert row["next_attempt"] - row["last_attempt"] == 1200


@pytest.mark.parametrize("whmcs", [SQLITE], indirect=True)
def test_waits_double_up_to_an_hour_and_no_two_are_alike(whmcs: Whmcs) -> None:
    code = f"return array_map(static function ($n) {{ return {NAMESPACE}\\Backoff::seconds($n, false); }}, $with['n']);"
    for attempts, most in ((1, 15), (2, 30), (5, 240), (9, 3600), (99, 3600)):
        waits = whmcs.php(code, n=[attempts] * 200)
        assert most / 2 - 1 <= min(waits) < max(waits) <= most
    assert len(set(whmcs.php(code, n=[9] * 200))) > 100


def test_after_three_days_it_is_given_up_kept_and_can_be_sent_by_hand(whmcs: Whmcs, bridge: Receiver) -> None:
    bridge.down = 503
    close(whmcs, 1)
    whmcs.cron()
    run(whmcs, ahead=3 * DAY - 60)
    assert states(whmcs) == ["waiting"]
    run(whmcs, ahead=3 * DAY + 4000)
    assert states(whmcs) == ["failed"]
    bridge.down = 0
    run(whmcs, ahead=4 * DAY)
    assert bridge.received == []
    whmcs.php(f"{NAMESPACE}\\Outbox::retry();")
    whmcs.cron()
    assert states(whmcs) == ["delivered"]


def test_a_day_without_bridge_loses_nothing_and_keeps_the_order(whmcs: Whmcs, bridge: Receiver) -> None:
    """A cron run every five minutes for a day, an event before each, and then the bridge is back."""
    chance = Random(7)
    bridge.down = 503
    whmcs.php(DAY_OF_CRON, tickets=[chance.randrange(1, 12) for _ in range(288)])
    assert bridge.received == []
    assert len(bridge.attempts) > 100
    bridge.down = 0
    ahead = DAY
    while "waiting" in states(whmcs):
        run(whmcs, ahead=ahead)
        ahead += 300
    assert ahead <= DAY + 3 * 300, "the bridge is back: what it missed comes at once, not after long waits"
    data = [json.loads(each.body)["data"] for each in bridge.received]
    assert sorted(each["replyid"] for each in data) == list(range(288))
    for _, told in groupby(sorted(data, key=lambda each: each["ticketid"]), key=lambda each: each["ticketid"]):
        replies = [each["replyid"] for each in told]
        assert replies == sorted(replies)


def test_two_crons_at_once_double_nothing(whmcs: Whmcs, bridge: Receiver) -> None:
    close(whmcs, *range(1, 31), *range(1, 31))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: whmcs.cron(), range(3)))
    assert len(bridge.attempts) == 60
    assert len({each.id for each in bridge.attempts}) == 60
    assert states(whmcs) == ["delivered"] * 60


def test_the_claim_of_a_sender_that_died_runs_out(whmcs: Whmcs, bridge: Receiver) -> None:
    close(whmcs, 1)
    whmcs.sql("UPDATE mod_supportbridge_outbox SET claimed_until = next_attempt + 60")
    whmcs.cron()
    assert bridge.attempts == []
    run(whmcs, ahead=61)
    assert bridge.types() == ["TicketClose"]


def test_what_was_delivered_a_week_ago_is_deleted(whmcs: Whmcs, bridge: Receiver) -> None:
    close(whmcs, 1, 2)
    whmcs.cron()
    whmcs.sql(f"UPDATE mod_supportbridge_outbox SET last_attempt = last_attempt - {7 * DAY + 1} WHERE id = 1")
    close(whmcs, 3)
    bridge.down = 500
    whmcs.cron()
    assert [row["subject"] for row in whmcs.outbox()] == ["ticket 2", "ticket 3"]


@pytest.mark.parametrize("whmcs", [SQLITE], indirect=True)
@pytest.mark.parametrize(
    "address", ["http://bridge.example.com", "ftp://127.0.0.1", "bridge.example.com", "file:///etc"]
)
def test_nothing_is_sent_in_the_clear_over_a_network(whmcs: Whmcs, address: str) -> None:
    whmcs.configure(bridge_url=address)
    close(whmcs, 1)
    whmcs.cron()
    (row,) = whmcs.outbox()
    assert (row["state"], row["attempts"]) == ("waiting", 0)
    (line,) = whmcs.rows("tblactivitylog")
    assert "must begin with https://" in line["description"]


def test_the_answer_of_a_redirect_is_not_followed(whmcs: Whmcs, bridge: Receiver) -> None:
    bridge.answers, bridge.headers = [302], {"Location": "/elsewhere"}
    close(whmcs, 1)
    whmcs.cron()
    assert [each.path for each in bridge.attempts] == ["/webhooks/whmcs"]
    assert states(whmcs) == ["waiting"]
