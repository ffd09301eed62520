"""The whole of it: the real PHP in one process, `bridge serve` in another, and the promise kept between them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from bridge.cli.init import SECRET_VARIABLE, starter
from tests.hooks.whmcs import Row, Whmcs
from tests.journey.house import BRIDGE, free_port

BROKEN = "My WordPress website stopped working after installing a plugin."
PATIENCE = 40.0  # seconds
LISBON = ZoneInfo("Europe/Lisbon")  # the harness's


@pytest.fixture
def bridge(whmcs: Whmcs, tmp_path: Path) -> Iterator[str]:
    """Start a bridge that calls the installation and is told of its events; give its address."""
    port = free_port()
    for name, content in starter().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        quick = re.sub(r"max_requests_per_second = \d+", "max_requests_per_second = 1000", content)
        path.write_text(quick.replace("https://billing.example.com/", whmcs.url))
    environment = os.environ | {SECRET_VARIABLE: whmcs.secret}
    command = [sys.executable, "-m", "bridge", "serve", "--listen", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        whmcs.configure(bridge_url=address)
        (whmcs.root / "finishes-early").touch()
        eventually(lambda: is_ready(address), tmp_path)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_ready(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=5).ok
    except requests.RequestException:
        return False


def eventually(is_so: Callable[[], bool], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, (folder / "log").read_text()[-4000:]
        time.sleep(0.1)


def told(whmcs: Whmcs, ticket: int) -> list[Row]:
    return [row for row in whmcs.rows("tblticketreplies") if row["tid"] == ticket and row["admin"] == BRIDGE]


def sign_up(whmcs: Whmcs) -> int:
    """Have a client sign up three days ago."""
    signed_up = f"{datetime.now(LISBON) - timedelta(days=3):%Y-%m-%d}"
    return whmcs.insert("tblclients", firstname="Zoë", lastname="C", status="Active", datecreated=signed_up)


def open_ticket(whmcs: Whmcs, client: int) -> int:
    now = f"{datetime.now(LISBON):%Y-%m-%d %H:%M:%S}"
    return whmcs.open_ticket(userid=client, title="Broken site", message=BROKEN, date=now, lastreply=now)


def tell(whmcs: Whmcs, ticket: int, client: int) -> None:
    """Run the hook of a ticket's opening."""
    variables = {"ticketid": ticket, "ticketmask": "ABC-1", "userid": client, "deptid": 1, "deptname": "Suporte"}
    whmcs.hook("TicketOpen", {**variables, "subject": "Broken site", "message": BROKEN, "priority": "Medium"})


def test_a_ticket_is_guided_and_tagged_once_and_the_echo_is_told(whmcs: Whmcs, bridge: str, tmp_path: Path) -> None:
    """W3, over real PHP: a webhook out, a reading and writes in, the guide once, the echo harmless."""
    client = sign_up(whmcs)
    ticket = open_ticket(whmcs, client)
    whmcs.insert("tbltickettags", ticketid=ticket, tag="VIP")
    tell(whmcs, ticket, client)

    eventually(lambda: len(told(whmcs, ticket)) == 1, tmp_path)
    eventually(lambda: len(whmcs.rows("tbltickettags")) > 1, tmp_path)
    eventually(lambda: all(row["state"] == "delivered" for row in whmcs.outbox()), tmp_path)

    echoes = [json.loads(row["body"]) for row in whmcs.outbox() if row["type"] == "TicketAdminReply"]
    assert [echo["origin"] for echo in echoes] == ["bridge"]
    assert "VIP" in {row["tag"] for row in whmcs.rows("tbltickettags")}
    assert {row["last_status"] for row in whmcs.outbox()} == {202}

    # The same event once more, as a sender that never saw the 202 would send it: known, and nothing is said twice
    whmcs.sql("UPDATE mod_supportbridge_outbox SET state = 'waiting' WHERE type = 'TicketOpen'")
    whmcs.cron()
    assert {row["last_status"] for row in whmcs.outbox() if row["type"] == "TicketOpen"} == {200}
    time.sleep(0.5)
    assert len(told(whmcs, ticket)) == 1


def test_w5_what_staff_hold_in_whmcs_is_not_said_until_they_release_it(
    whmcs: Whmcs, bridge: str, tmp_path: Path
) -> None:
    client = sign_up(whmcs)
    ticket = open_ticket(whmcs, client)
    tomorrow = f"{datetime.now(LISBON) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    is_done, said = order(whmcs, action="hold", kind="ticket", id=str(ticket), until=tomorrow, reason="on the phone")
    assert is_done, said
    tell(whmcs, ticket, client)
    eventually(lambda: "support-held" in {row["tag"] for row in whmcs.rows("tbltickettags")}, tmp_path)
    assert told(whmcs, ticket) == []

    whmcs.sql("DELETE FROM mod_supportbridge_answers")
    [panel] = whmcs.hook("AdminAreaViewTicketPage", {"ticketid": ticket})
    assert "on the phone" in str(panel)
    assert "new-customer" in str(panel)

    assert order(whmcs, action="release", kind="ticket", id=str(ticket)) == [True, "Released."]
    eventually(lambda: len(told(whmcs, ticket)) == 1, tmp_path)


def order(whmcs: Whmcs, **posted: str) -> list[object]:
    """Send what the module's page takes, after its token."""
    orders = "WHMCS\\Module\\Addon\\Supportbridge\\Orders"
    said: list[object] = whmcs.php(f"return {orders}::carryOut($with);", **posted)
    return said
