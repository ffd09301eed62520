"""What staff and clients see: the promise as the bridge tells it, or plainly that it cannot be told; all escaped."""

import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest

from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from tests.hooks import bridges
from tests.hooks.screens import CLIENT, FORM, MODULE, TICKET, Screens, screens
from tests.web.fakes import NOW

pytestmark = pytest.mark.php

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    with screens(tmp_path_factory.mktemp("whmcs")) as opened:
        yield opened


@pytest.fixture
def seen(opened: Screens) -> Iterator[Screens]:
    """Give screens as good as new."""
    opened.reset()
    yield opened
    assert opened.whmcs.errors() == ""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Screens]:
    """Give screens to a test that leaves them unfit for others."""
    with screens(tmp_path) as opened:
        yield opened
        assert opened.whmcs.errors() == ""


def marked(value: object) -> object:
    """Put markup into every text of a document, in place of what it says."""
    match value:
        case str():
            return MARKUP
        case dict():
            return {
                name if name in bridges.TICKET or name in bridges.CLIENT else MARKUP: marked(v)
                for name, v in value.items()
            }
        case list():
            return [marked(each) for each in value]
        case _:
            return value


def test_the_ticket_page_tells_tier_channels_rung_what_is_next_and_why(seen: Screens) -> None:
    page = seen.get(TICKET)
    for said in (
        "new-customer",
        "until 31 Mar 2026, 00:00",
        "live chat <b>real-time</b>",
        "ticket <b>closed</b>",
        '<li class="sb-now">clarify</li>',
        '<li class="sb-ahead">staff</li>',
        "wordpress (application)",
        "waits for the customer",
        "climbs to clarify",
        "By time alone it changes at 31 Mar 2026, 00:00.",
        "3 replies in 24 hours",
        "parked",
        "the customer wrote again",
    ):
        assert said in page


def test_the_client_summary_tells_the_timeline_and_the_plans(seen: Screens) -> None:
    page = seen.get(CLIENT)
    for said in ("<b>new-customer</b>", "from 31 Mar 2026, 00:00", "unlimited-professional", "courtesy", "signed up"):
        assert said in page


def test_the_ticket_form_tells_the_client_what_to_expect(seen: Screens) -> None:
    page = seen.get(FORM)
    assert "You have real-time support by live chat. By appointment: Telegram. Answered in turn: e-mail." in page
    assert "This holds until 31 Mar 2026, 00:00." in page


def test_the_ticket_form_has_its_variables_for_a_theme_of_ones_own(seen: Screens) -> None:
    [returned] = seen.whmcs.hook("ClientAreaPageSubmitTicket", {"clientsdetails": {"id": 42}})
    assert isinstance(returned, dict)
    promise = returned["supportbridge"]
    assert (promise["tier"], promise["until"]) == ("new-customer", "31 Mar 2026, 00:00")
    assert promise["channels"][0] == {"name": "live chat", "access": "realtime", "says": "real-time"}


@pytest.mark.parametrize("variables", [{}, None, {"clientsdetails": None}, {"clientsdetails": {"id": "x"}}])
def test_the_ticket_form_of_a_visitor_is_as_it_was(seen: Screens, variables: object) -> None:
    assert seen.whmcs.hook("ClientAreaPageSubmitTicket", variables) == [[]]


@pytest.mark.parametrize("page", [TICKET, CLIENT, FORM])
def test_markup_in_any_field_stays_text(seen: Screens, page: str) -> None:
    ticket, client = marked(bridges.TICKET), marked(bridges.CLIENT)
    assert isinstance(ticket, dict)
    assert isinstance(client, dict)
    seen.bridge.tell(ticket=ticket, client=client)
    until = NOW + timedelta(days=1)
    for subject in (Subject(SubjectKind.TICKET, "7"), Subject(SubjectKind.CLIENT, "42")):
        seen.bridge.desk.hold(subject, until, MARKUP)
    shown = seen.get(page)
    assert escape(MARKUP).replace("&#x27;", "&#039;") in shown
    assert "<script" not in shown
    assert "<img" not in shown


@pytest.mark.parametrize(
    "junk", [{}, {"because": "x", "ladder": 4, "writes": [1, None], "holds": {"a": 1}, "step": "?"}]
)
@pytest.mark.parametrize("page", [TICKET, CLIENT, FORM])
def test_a_document_of_another_shape_breaks_nothing(seen: Screens, page: str, junk: Mapping[str, object]) -> None:
    seen.bridge.tell(ticket={**junk, "client": 42}, client=junk)
    assert "</html>" in seen.get(page)
    logged = [row["description"] for row in seen.whmcs.rows("tblactivitylog")]
    assert not any("could not be shown" in line for line in logged)


def test_a_guests_ticket_has_no_channels_of_a_client(seen: Screens) -> None:
    seen.bridge.tell(ticket={**bridges.TICKET, "client": None, "tier": "guest"})
    page = seen.get(TICKET)
    assert "guest" in page
    assert "sb-chip sb-" not in page


def test_answers_are_kept_for_a_moment(seen: Screens) -> None:
    for _ in range(5):
        seen.get(TICKET)
    assert seen.bridge.explain.count == 2  # the ticket and its client, once each


def test_a_bridge_that_is_down_is_said_plainly_and_the_page_stands(seen: Screens) -> None:
    seen.whmcs.configure(bridge_url=bridges.nobody())
    assert "The bridge cannot be reached" in seen.get(TICKET)
    assert "The bridge cannot be reached" in seen.get(CLIENT)
    assert "alert-info" not in seen.get(FORM).partition("</style>")[2]


def test_a_bridge_that_cannot_be_reached_costs_a_second_once_for_all_pages(seen: Screens) -> None:
    with bridges.black_hole() as url:
        seen.whmcs.configure(bridge_url=url)
        begun = time.monotonic()
        assert "cannot be reached" in seen.get(TICKET)
        first = time.monotonic() - begun
        assert "cannot be reached" in seen.get(CLIENT)
        second = time.monotonic() - begun - first
    assert 0.9 < first < 1.8
    assert second < 0.5


def test_a_silent_bridge_costs_a_second_once(seen: Screens) -> None:
    with bridges.silent() as url:
        seen.whmcs.configure(bridge_url=url)
        begun = time.monotonic()
        assert "did not answer within its time" in seen.get(TICKET)
        first = time.monotonic() - begun
        assert "did not answer within its time" in seen.get(TICKET)
        second = time.monotonic() - begun - first
    assert 0.9 < first < 1.8
    assert second < 0.5


def test_a_wrong_secret_is_said_with_what_to_do(own: Screens) -> None:
    own.whmcs.sql("DELETE FROM mod_supportbridge_secrets")
    own.whmcs.php("return WHMCS\\Module\\Addon\\Supportbridge\\Secret::rotate();")
    assert "does not accept this module&#039;s secret" in own.get(TICKET)


def test_after_a_rotation_the_bridge_is_still_asked_with_the_old_secret(own: Screens) -> None:
    own.whmcs.php("return WHMCS\\Module\\Addon\\Supportbridge\\Secret::rotate();")
    assert "new-customer" in own.get(TICKET)


def test_a_merged_ticket_names_its_survivor_and_an_unknown_one_says_so(seen: Screens) -> None:
    assert "merged into 7" in seen.get("admin/supporttickets.php?id=8")
    assert "knows nothing of this yet" in seen.get("admin/supporttickets.php?id=9")


@pytest.mark.parametrize("url", ["http://bridge.example.com", "ftp://127.0.0.1", "bridge", "file:///etc/passwd"])
def test_no_token_leaves_for_an_address_that_is_not_safe(seen: Screens, url: str) -> None:
    seen.whmcs.configure(bridge_url=url)
    assert "The bridge cannot be reached" in seen.get(TICKET)


def test_without_a_bridge_address_nothing_is_shown(seen: Screens) -> None:
    seen.whmcs.configure(bridge_url="")
    assert "supportbridge" not in seen.get(TICKET)


def test_a_broken_database_leaves_the_page_standing(own: Screens) -> None:
    own.whmcs.sql("DROP TABLE mod_supportbridge_secrets")
    own.whmcs.sql("DROP TABLE mod_supportbridge_answers")
    assert "The words of the ticket." in own.get(TICKET)


def test_w5_a_hold_is_shown_with_its_end_and_reason_and_can_be_released(seen: Screens) -> None:
    assert "Release" not in seen.get(TICKET)
    seen.forget()
    seen.bridge.desk.hold(Subject(SubjectKind.TICKET, "7"), NOW + timedelta(days=1), "on the phone")
    page = seen.get(TICKET)
    assert "Replies and quotes are held until 21 Mar 2026, 12:00: on the phone" in page
    assert "action=release&amp;kind=ticket&amp;id=7" in page


def test_w5_the_pause_is_shown_and_is_not_the_tickets_to_release(seen: Screens) -> None:
    seen.bridge.desk.kept.append(Override(OverrideKind.PAUSE, None, NOW, None, "migration", NOW))
    page = seen.get(TICKET)
    assert "The bridge is paused everywhere: migration" in page
    assert "action=release" not in page


@pytest.mark.parametrize("page", ["&action=hold&kind=ticket&id=7", "&action=release&kind=client&id=42"])
def test_a_button_leads_to_a_form_that_carries_whmcss_token(seen: Screens, page: str) -> None:
    form = seen.get(MODULE + page)
    assert '<input type="hidden" name="token" value="token-of-the-harness">' in form
    assert ('type="datetime-local"' in form) == ("hold" in page)
    assert ("Back to the ticket" in form) == ("ticket" in page)


@pytest.mark.parametrize("kind", ["ticket", "client"])
def test_w5_staff_hold_and_release_from_whmcs(seen: Screens, kind: str) -> None:
    number = {"ticket": "7", "client": "42"}[kind]
    said = seen.post(
        action="hold", kind=kind, id=number, until="2026-03-21T09:00", reason="it&#039;s Tom &amp; Zo\u00eb"
    )
    assert "Held." in said
    assert [one.reason for one in seen.bridge.desk.kept] == ["it's Tom & Zoë"]
    assert "Released." in seen.post(action="release", kind=kind, id=number)
    assert seen.bridge.desk.kept == []


def test_an_order_shows_on_the_ticket_at_once(seen: Screens) -> None:
    assert "on the phone" not in seen.get(TICKET)
    seen.post(action="hold", kind="ticket", id="7", until="2026-03-21T09:00", reason="on the phone")
    assert "on the phone" in seen.get(TICKET)


@pytest.mark.parametrize("token", ["", "another"])
def test_without_whmcss_token_nothing_is_done(seen: Screens, token: str) -> None:
    before = seen.whmcs.rows("mod_supportbridge_secrets")
    for action in ("hold", "rotate", "test"):
        seen.post(token=token, action=action, kind="ticket", id="7", until="2026-03-21T09:00", reason="x")
    assert seen.bridge.desk.kept == []
    assert seen.whmcs.rows("mod_supportbridge_secrets") == before
    assert seen.whmcs.outbox() == []


def test_nothing_is_done_by_a_link(seen: Screens) -> None:
    seen.get(f"{MODULE}&action=hold&kind=ticket&id=7&until=2026-03-21&reason=x&token=token-of-the-harness")
    assert seen.bridge.desk.kept == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": "hold", "kind": "ticket", "id": "7"}, "say until when, and why"),
        ({"action": "hold", "kind": "invoice", "id": "7", "until": "2026-03-21", "reason": "x"}, "say until when"),
        ({"action": "hold", "kind": "ticket", "id": "7", "until": "2026-03-01", "reason": "x"}, "not in the future"),
        ({"action": "drop"}, "does not know that order"),
        ({}, "does not know that order"),
        ({"action": "hold", "kind": "ticket", "id": "0", "until": "2026-03-21", "reason": "x"}, "say until when"),
    ],
)
def test_an_order_that_cannot_be_carried_out_says_what_is_missing(
    seen: Screens, fields: Mapping[str, str], said: str
) -> None:
    assert said in seen.post(**fields)
    assert seen.bridge.desk.kept == []


def test_the_modules_page_tells_how_it_stands(seen: Screens) -> None:
    page = seen.get(MODULE)
    assert "answers, and accepts this module&#039;s secret" in page
    assert f">{seen.bridge.url}<" in page
    assert seen.whmcs.secret not in page


def test_the_test_button_sends_an_event_the_way_of_all_events(seen: Screens) -> None:
    assert "The bridge has taken a test event." in seen.post(action="test")
    assert [row["state"] for row in seen.whmcs.outbox()] == ["delivered"]
    assert len(seen.bridge.house.store.kept) == 1


def test_what_could_not_be_sent_is_told_and_sent_when_asked(seen: Screens) -> None:
    seen.whmcs.configure(bridge_url=bridges.nobody())
    assert "The test event was not taken" in seen.post(action="test")
    page = seen.get(MODULE)
    assert "SupportbridgeTest" in page
    assert "the oldest since" in page
    seen.whmcs.configure(bridge_url=seen.bridge.url)
    assert "Sent: 1." in seen.post(action="retry")


def test_an_events_error_on_the_page_stays_text(seen: Screens) -> None:
    seen.whmcs.configure(bridge_url=bridges.nobody())
    seen.post(action="test")
    seen.whmcs.sql("UPDATE mod_supportbridge_outbox SET last_error = ?, type = ?", MARKUP, MARKUP)
    page = seen.get(MODULE)
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_a_new_secret_is_shown_once(own: Screens) -> None:
    said = own.post(action="rotate")
    shown = next(word for word in said.split() if word.startswith("whsec_"))
    assert shown != own.whmcs.secret
    assert "whsec_" not in own.get(MODULE)
