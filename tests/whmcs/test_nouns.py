"""Readings become the core's nouns, and what cannot be read becomes no noun."""

from datetime import UTC, date, datetime

import pytest

from bridge.core.model import Author, Client, Holding, Message, Note, Priority, Stage, Ticket
from mappings.whmcs import nouns
from mappings.whmcs.shapes import UnreadableError
from tests.whmcs.answers import ADDON, CLIENT, NOTE, OPENING, PRODUCT, QUOTE, REPLY, TICKET_ANSWER, Answer
from tests.whmcs.shops import connection

SHOP = connection()
TEN = datetime(2026, 3, 5, 10, tzinfo=UTC)


def client(details: Answer | None = None, **parts: list[Answer]) -> Client:
    return nouns.client(
        {**CLIENT, **(details or {})}, products=parts.get("products", []), addons=parts.get("addons", [])
    )


def ticket(**changes: object) -> Ticket:
    return nouns.ticket({**TICKET_ANSWER, **changes}, SHOP, notes=(), tags=None)


def test_a_client_is_read_with_everything_it_holds() -> None:
    assert client(products=[PRODUCT], addons=[ADDON]) == Client(
        id="42",
        status="Active",
        signed_up=date(2026, 3, 1),
        holdings=(
            Holding("product:12", "product:42", "Active", date(2026, 3, 2)),
            Holding("addon:7701", "addon:7", "Suspended", None),
        ),
        first_name="Zoë",
        language="pt",
    )


@pytest.mark.parametrize("zero", ["0000-00-00", "", None])
def test_a_zero_sign_up_date_is_none(zero: object) -> None:
    """T2: no window."""
    assert client({"datecreated": zero}).signed_up is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("english", "en"), ("Portuguese-PT", "pt"), ("german", "de"), ("", ""), ("klingon", ""), ("default", "")],
)
def test_a_language_file_has_an_iso_code(name: str, code: str) -> None:
    assert client({"language": name}).language == code


def test_an_addon_made_for_one_client_is_item_0() -> None:
    assert client(addons=[{**ADDON, "addonid": "0"}]).holdings[0].item == "addon:0"


@pytest.mark.parametrize("broken", [{"id": None}, {"id": "x"}, {"pid": 0}, {"status": None}, {"regdate": "01/02/2026"}])
def test_half_a_holding_is_no_reading(broken: Answer) -> None:
    """A plan must not be lost because a row could not be read (T1)."""
    with pytest.raises(UnreadableError, match="products: "):
        client(products=[{**PRODUCT, **broken}])


def test_what_could_not_be_read_is_named_but_not_shown() -> None:
    with pytest.raises(UnreadableError) as failure:
        client({"status": ["zoe@example.com"]})
    assert str(failure.value) == "client: status: not a text"


def test_a_ticket_is_read_as_it_was_typed() -> None:
    assert ticket() == Ticket(
        id="7",
        number="ABC-123456",
        client="42",
        subject="Wordpress & plugins",
        is_open=True,
        status="Open",
        priority=Priority.MEDIUM,
        messages=(
            Message(0, TEN, Author.CUSTOMER, "My site's broken\n& more", "Zoe", "zoe@example.com"),
            Message(31, TEN.replace(minute=5), Author.BRIDGE, "Hello", name="Support Bridge", email="zoe@example.com"),
        ),
    )


@pytest.mark.parametrize("nobody", [0, "0", "", None])
def test_a_ticket_without_client_is_a_guests(nobody: object) -> None:
    """T0."""
    assert ticket(userid=nobody).client is None


def test_a_ticket_may_call_its_id_id() -> None:
    assert ticket(ticketid=None, id=7).id == "7"


@pytest.mark.parametrize(
    ("status", "is_open"), [("Open", True), ("Customer-Reply", True), ("On hold", True), ("Closed", False)]
)
def test_every_status_but_closed_is_open(status: str, *, is_open: bool) -> None:
    """L2."""
    assert ticket(status=status).is_open is is_open


@pytest.mark.parametrize(
    ("admin", "author"),
    [
        ("", Author.CUSTOMER),
        ("Jane Doe", Author.STAFF),
        ("Support Bridge", Author.BRIDGE),
        ("support  bridge ", Author.BRIDGE),
        ("System", Author.ROBOT),
    ],
)
def test_the_admins_name_says_who_wrote(admin: str, author: Author) -> None:
    """L6: robots are no persons."""
    assert ticket(replies={"reply": [{**OPENING, "admin": admin}]}).messages[0].author is author


@pytest.mark.parametrize("replies", ["", {"reply": []}, {"reply": [REPLY]}])
def test_a_missing_opening_message_is_made_from_the_ticket(replies: object) -> None:
    opening = ticket(replies=replies, message="Help &amp; more").messages[0]
    assert (opening.id, opening.at, opening.author, opening.text) == (0, TEN, Author.CUSTOMER, "Help & more")


def test_messages_come_in_order_and_within_a_second_by_id() -> None:
    """D3."""
    same = [{**REPLY, "replyid": str(number)} for number in (40, 9, 31)]
    found = ticket(replies={"reply": [*same, OPENING]}).messages
    assert [message.id for message in found] == [0, 9, 31, 40]


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-07-01 12:00:00", datetime(2026, 7, 1, 11, tzinfo=UTC)),
        ("2026-01-01 12:00:00", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-10-25 01:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice that night: the first
        ("2026-03-29 01:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # not at all that night
    ],
)
def test_local_times_are_instants_across_the_change_of_the_clock(local: str, instant: datetime) -> None:
    """D4: a time without offset is in the billing system's zone."""
    assert ticket(replies={"reply": [{**OPENING, "date": local}]}).messages[0].at == instant


def test_a_reply_without_a_date_is_no_reading() -> None:
    with pytest.raises(UnreadableError):
        ticket(replies={"reply": [{**OPENING, "date": "0000-00-00 00:00:00"}]})


def test_notes_are_staffs_unless_a_robot_or_the_bridge_wrote_them() -> None:
    written = [NOTE, {**NOTE, "noteid": 6, "admin": "Support Bridge"}, {**NOTE, "noteid": 7, "admin": "System"}]
    found = nouns.notes({"notes": {"note": written}}, SHOP)
    assert found[0] == Note(5, datetime(2026, 3, 5, 11, tzinfo=UTC), Author.STAFF, "seen")
    assert [note.author for note in found] == [Author.STAFF, Author.BRIDGE, Author.ROBOT]


@pytest.mark.parametrize("priority", ["", "Urgent", None])
def test_a_priority_of_the_shops_own_is_none_of_ours(priority: object) -> None:
    assert ticket(priority=priority).priority is None


@pytest.mark.parametrize(
    ("said", "tags"), [(None, None), ("", frozenset()), ([], frozenset()), (["a&amp;b"], frozenset({"a&b"}))]
)
def test_no_tags_and_not_knowing_tags_are_two_things(said: object, tags: frozenset[str] | None) -> None:
    assert nouns.tags(said) == tags


def test_tags_that_are_no_list_are_no_reading() -> None:
    with pytest.raises(UnreadableError):
        nouns.tags("vip")


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("Draft", Stage.DRAFT),
        ("Delivered", Stage.DELIVERED),
        ("On Hold", Stage.DELIVERED),
        ("Accepted", Stage.ACCEPTED),
        ("Lost", Stage.LOST),
        ("Dead", Stage.LOST),
        ("Some plugin's", Stage.DELIVERED),
    ],
)
def test_a_quote_stands_on_one_of_four_stages(word: str, stage: Stage) -> None:
    """Q3; what we do not know is never sent again by us, and its date still runs out."""
    assert nouns.quote({**QUOTE, "stage": word}).stage is stage
