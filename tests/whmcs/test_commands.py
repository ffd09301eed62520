"""The port's commands in WHMCS's words."""

from base64 import b64decode
from datetime import date
from typing import get_args

import phpserialize  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.billing import ChangePriority, ChangeTags, Command, CreateQuote, PostNote, PostReply, SendQuote
from bridge.core.model import Priority
from bridge.core.policy import QuoteLine
from bridge.errors import OutcomeUnknownError
from mappings.whmcs.commands import OwnCommand, call_of, line_items, local_date, receipt_of
from mappings.whmcs.line import Call

FORMAT = "DD/MM/YYYY"
QUOTE = CreateQuote("q-7", "42", "Repair [7]", (QuoteLine("x", 1, "35.00"),), date(2026, 3, 19), date(2026, 3, 5))


def test_a_reply_leaves_the_ticket_in_the_status_it_had() -> None:
    """Left out, the ticket would count as answered and leave the staff's queue."""
    call = call_of(PostReply("7-guide", "7", "Hello", "Customer-Reply"), date_format=FORMAT)
    reply = {"ticketid": 7, "message": "Hello", "status": "Customer-Reply", "markdown": True}
    assert call == Call("AddTicketReply", reply, "7-guide")


@pytest.mark.parametrize(
    ("command", "call"),
    [
        (PostNote("k", "7", "n"), Call("AddTicketNote", {"ticketid": 7, "message": "n", "markdown": True}, "k")),
        (ChangePriority("k", "7", Priority.HIGH), Call("UpdateTicket", {"ticketid": 7, "priority": "High"}, "k")),
        (SendQuote("k", "12"), Call("SendQuote", {"quoteid": 12}, "k")),
    ],
)
def test_a_command_is_one_call_with_its_key(command: OwnCommand, call: Call) -> None:
    assert call_of(command, date_format=FORMAT) == call


def test_a_quote_is_a_draft_with_local_dates() -> None:
    """Q1."""
    params = dict(call_of(QUOTE, date_format=FORMAT).params)
    assert params.pop("lineitems")
    assert params == {
        "userid": 42,
        "subject": "Repair [7]",
        "stage": "Draft",
        "datecreated": "05/03/2026",
        "validuntil": "19/03/2026",
    }


def test_every_command_of_the_port_is_carried_out() -> None:
    assert set(get_args(OwnCommand)) | {ChangeTags} == set(get_args(Command))


@given(st.lists(st.builds(QuoteLine, st.text(), st.integers(1, 99), st.sampled_from(["35.00", "0.10"])), max_size=3))
def test_php_reads_back_the_lines_that_were_written(lines: list[QuoteLine]) -> None:
    read = phpserialize.loads(b64decode(line_items(lines)), decode_strings=True)
    assert [(row["desc"], row["qty"], row["up"]) for row in read.values()] == [
        (line.description, line.quantity, line.unit_price) for line in lines
    ]
    assert all(set(row) == {"desc", "qty", "up", "discount", "taxable"} for row in read.values())


@pytest.mark.parametrize(
    ("date_format", "written"),
    [
        ("DD/MM/YYYY", "05/03/2026"),
        ("MM/DD/YYYY", "03/05/2026"),
        ("YYYY-MM-DD", "2026-03-05"),
        ("DD.MM.YYYY", "05.03.2026"),
    ],
)
def test_a_date_is_written_as_the_billing_system_writes_it(date_format: str, written: str) -> None:
    assert local_date(date(2026, 3, 5), date_format) == written


def test_a_new_quote_has_an_id_or_has_to_be_looked_for() -> None:
    """Q4."""
    assert receipt_of(QUOTE, {"result": "success", "quoteid": "12"}).quote == "12"
    with pytest.raises(OutcomeUnknownError):
        receipt_of(QUOTE, {"result": "success"})
