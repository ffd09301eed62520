"""Events out, the half inside the page: what leaves, and that no page notices."""

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bridge.core.model import SubjectKind
from mappings.whmcs.hooks import HOOKS, HookDialect
from tests.hooks.conftest import SQLITE
from tests.hooks.vendor import HUSH, ROWS, VARIABLES
from tests.hooks.whmcs import Row, Whmcs

BRIDGE = "https://bridge.example.com"


def listening(whmcs: Whmcs) -> Whmcs:
    whmcs.configure(bridge_url=BRIDGE)
    for table, row in ROWS.items():
        whmcs.insert(table, **row)
    whmcs.open_ticket(id=7)
    return whmcs


def event(row: Row) -> Row:
    body: Row = json.loads(row["body"])
    return body


def test_every_hook_that_the_dialect_knows_has_a_row(whmcs: Whmcs) -> None:
    names = whmcs.php("return WHMCS\\Module\\Addon\\Supportbridge\\HookTable::names();")
    assert sorted(names) == sorted(HOOKS) == sorted(VARIABLES)


def test_of_every_hook_only_what_is_allowed_leaves_and_it_leads_to_somebody(whmcs: Whmcs) -> None:
    listening(whmcs)
    for name, variables in VARIABLES.items():
        assert whmcs.hook(name, variables) == [None], name
    written = whmcs.outbox()
    assert [row["type"] for row in written] == list(VARIABLES)
    dialect = HookDialect(ZoneInfo("Europe/Lisbon"))
    for row in written:
        assert HUSH not in row["body"], row["type"]
        body = event(row)
        assert (body["type"], set(body)) == (row["type"], {"type", "timestamp", "data"})
        assert datetime.fromisoformat(body["timestamp"]).utcoffset() is not None
        hint = dialect.hint(body)
        assert hint.subject is not None, row["type"]
        # The one indexed read spares the bridge a question: no order or invoice is left to be led back
        assert hint.subject.kind in {
            SubjectKind.CLIENT, SubjectKind.TICKET, SubjectKind.QUOTE, SubjectKind.HOLDING
        }, row["type"]  # fmt: skip


def test_the_names_keep_the_vendors_spelling_and_the_subjects_their_order(whmcs: Whmcs) -> None:
    listening(whmcs)
    for name in ("TicketMerge", "AfterModuleCreate", "ClientEdit", "AfterShoppingCartCheckout", "TicketAdminReply"):
        whmcs.hook(name, VARIABLES[name])
    assert [(row["subject"], event(row)["data"]) for row in whmcs.outbox()] == [
        ("ticket 7", {"mergedTicketIds": [8, 9], "masterTicketId": 7}),
        (
            "client 42",
            {
                "params": {
                    "serviceid": 8,
                    "userid": 42,
                    "pid": 3,
                    "producttype": "hostingaccount",
                    "moduletype": "cpanel",
                }
            },
        ),
        ("client 42", {"userid": 42, "status": "Active", "olddata": {"status": "Closed"}}),
        (
            "client 42",
            {
                "OrderID": 5,
                "ServiceIDs": [8],
                "AddonIDs": [77],
                "DomainIDs": [],
                "RenewalIDs": [],
                "InvoiceID": 9,
                "userid": 42,
                "status": "Pending",
            },
        ),
        (
            "ticket 7",
            {
                "ticketid": 7,
                "replyid": 71,
                "deptid": 1,
                "deptname": "Suporte Técnico",
                "priority": "Medium",
                "status": "Answered",
                "userid": 42,
            },
        ),
    ]


def test_an_objects_insides_never_leave(whmcs: Whmcs) -> None:
    listening(whmcs)
    whmcs.php(
        "$secret = new class { public $notes = 'HUSH'; public function __toString() { return 'HUSH'; } };"
        "run_hook('InvoicePaid', ['invoiceid' => 9, 'invoice' => $secret]);"
        "run_hook('TicketClose', ['ticketid' => $secret, 'x' => $secret]);"
        "run_hook('ClientEdit', $secret);"
        "run_hook('ClientEdit', null);"
        "run_hook('TicketMerge', ['masterTicketId' => 7, 'mergedTicketIds' => [$secret, [1], 8]]);"
    )
    assert [event(row)["data"] for row in whmcs.outbox()] == [
        {"invoiceid": 9, "userid": 42},
        {},
        {},
        {},
        {"mergedTicketIds": [8], "masterTicketId": 7},
    ]


def test_text_of_any_kind_becomes_plain_json(whmcs: Whmcs) -> None:
    listening(whmcs)
    for name in ('Técnico 💬 \u2028 \\ "', "x" * 300, "é" * 300):
        whmcs.hook("TicketDepartmentChange", {"ticketid": "7", "deptid": 1, "deptname": name})
    whmcs.php("run_hook('TicketDepartmentChange', ['ticketid' => 7, 'deptname' => \"caf\\xe9 \\xff\"]);")
    bodies = [row["body"] for row in whmcs.outbox()]
    assert all(body.isascii() for body in bodies)
    names = [json.loads(body)["data"]["deptname"] for body in bodies]
    assert names[0] == 'Técnico 💬 \u2028 \\ "'
    assert names[1] == "x" * 255
    assert names[2].startswith("é" * 127)
    assert names[3] == "caf\ufffd \ufffd"


def test_an_echo_says_so_and_only_an_echo(whmcs: Whmcs) -> None:
    listening(whmcs)
    whmcs.call("AddTicketReply", key="r", ticketid=7, message="Hello")
    whmcs.act("api", command="AddTicketReply", params={"ticketid": 7, "message": "By hand"})
    assert [event(row).get("origin") for row in whmcs.outbox()] == ["bridge", None]


def test_groups_that_are_switched_off_and_a_bridge_without_address_are_not_told(whmcs: Whmcs) -> None:
    whmcs.hook("TicketClose", {"ticketid": 7})
    listening(whmcs).configure(group_tickets="", group_clients="on")
    whmcs.hook("TicketClose", {"ticketid": 7})
    whmcs.hook("ClientClose", {"userid": 42})
    assert [row["type"] for row in whmcs.outbox()] == ["ClientClose"]


@pytest.mark.parametrize("broken", ["mod_supportbridge_outbox", "tbladdonmodules", "tbltickets", "tblactivitylog"])
def test_no_page_notices_a_broken_database(fresh: Whmcs, broken: str) -> None:
    listening(fresh)
    fresh.sql(f"DROP TABLE {broken}")
    for name in ("TicketClose", "TicketClose", "AfterCronJob"):
        assert fresh.hook(name, {"ticketid": 7}) == [None]


def test_what_breaks_is_said_once_without_anybodys_words(fresh: Whmcs) -> None:
    listening(fresh)
    fresh.sql("DROP TABLE mod_supportbridge_outbox")
    fresh.php(
        "foreach ([1, 2, 3] as $_) { run_hook('TicketUserReply', $with['vars']); }", vars=VARIABLES["TicketUserReply"]
    )
    (line,) = [row["description"] for row in fresh.rows("tblactivitylog")]
    assert re.fullmatch(r"Support Bridge: an event could not be recorded \(QueryException \w+\)", line)


@pytest.mark.parametrize("whmcs", [SQLITE], indirect=True)
def test_a_database_that_is_gone_altogether_is_no_pages_trouble(whmcs: Whmcs) -> None:
    listening(whmcs)
    lost = "WHMCS\\Database\\Capsule::connection()->setPdo(static function () { throw new PDOException('gone'); });"
    answer = whmcs.control("php", code=f"{lost} return run_hook('TicketClose', ['ticketid' => 7]);", **{"with": {}})
    assert answer == {"result": [None], "printed": ""}


def test_a_rolled_back_page_tells_nothing(whmcs: Whmcs) -> None:
    """The row is in the page's own transaction: what did not happen is not told."""
    listening(whmcs)
    whmcs.php(
        "$connection = WHMCS\\Database\\Capsule::connection();"
        "$connection->beginTransaction(); run_hook('TicketClose', ['ticketid' => 7]); $connection->rollBack();"
    )
    assert whmcs.outbox() == []
