"""POST /webhooks/SYSTEM: every status of the public surface, and nothing stored that was not signed."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from bridge.clock import real_clock
from bridge.core.model import Subject, SubjectKind
from bridge.store.deliveries import Delivery
from bridge.web.receive import Outcome, Receiver, Request
from tests.web.asking import client_of
from tests.web.fakes import EVENT, FOREIGN, MAX_BODY, NOW, OLD_SECRET, FakeHouse, signed

PATH = "/webhooks/whmcs"
UNREADABLE = b"\xff\x00 no JSON at all"


def post(
    client: Client, body: bytes = EVENT, headers: Mapping[str, str] | None = None, *, length: str | None = None
) -> TestResponse:
    """Post a body with its Content-Length, or with the one given."""
    announced = {"CONTENT_LENGTH": str(len(body)) if length is None else length}
    return client.post(
        PATH, data=body, headers=signed(body) if headers is None else headers, environ_overrides=announced
    )


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed().items() if key != name}


def assert_is_a_problem(answer: TestResponse, status: int) -> None:
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == status
    assert set(answer.json) == {"type", "title", "status", "detail"}


def test_a_signed_event_is_stored_with_whom_it_is_about(client: Client, house: FakeHouse) -> None:
    answer = post(client)
    assert (answer.status_code, answer.json) == (202, {"outcome": "stored"})
    assert house.store.kept["msg_1"] == Delivery(
        id="msg_1",
        system="whmcs",
        kind="ticket.opened",
        subjects=(Subject(SubjectKind.TICKET, "7"), Subject(SubjectKind.CLIENT, "42")),
        early=True,
        body=EVENT,
        received=NOW,
        is_readable=True,
    )


def test_an_event_about_nobody_is_stored_without_subjects(client: Client, house: FakeHouse) -> None:
    body = b'{"type": "something.else"}'
    assert post(client, body).status_code == 202
    assert house.store.kept["msg_1"].subjects == ()
    assert house.store.kept["msg_1"].is_readable


def test_the_same_delivery_again_is_answered_as_seen(client: Client, house: FakeHouse) -> None:
    post(client)
    answer = client.post(PATH, data=EVENT, headers=signed(age=-2))
    assert (answer.status_code, answer.json) == (200, {"outcome": "seen"})
    assert len(house.store.kept) == 1


def test_a_known_id_with_another_body_is_a_conflict_and_an_alarm(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    post(client)
    assert_is_a_problem(post(client, b'{"type": "other"}'), 409)
    assert [record.levelno for record in caplog.records if record.getMessage() == "delivery.conflict"] == [
        logging.ERROR
    ]


@pytest.mark.parametrize("body", [UNREADABLE, b"", b"[]", b"{" * 3000, b'{"a":1,"a":2}', b'{"a":"\\ud800"}'])
def test_a_signed_body_that_cannot_be_read_is_kept_and_set_aside(client: Client, house: FakeHouse, body: bytes) -> None:
    answer = post(client, body)
    assert (answer.status_code, answer.json) == (202, {"outcome": "set-aside"})
    kept = house.store.kept["msg_1"]
    assert (kept.body, kept.is_readable, kept.subjects, kept.kind) == (body, False, (), "")
    assert post(client, body).status_code == 200


def test_a_secret_in_rotation_is_still_taken(client: Client) -> None:
    assert post(client, headers=signed(secret=OLD_SECRET)).status_code == 202


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_a_header_that_is_missing_is_malformed(client: Client, name: str) -> None:
    assert_is_a_problem(post(client, headers=without(name)), 400)


@pytest.mark.parametrize("changed", [{"webhook-id": "a.b"}, {"webhook-timestamp": "1.8e9"}])
def test_a_header_of_another_form_is_malformed(client: Client, changed: dict[str, str]) -> None:
    assert_is_a_problem(post(client, headers=signed() | changed), 400)


@pytest.mark.parametrize("length", ["12x", "-1", "+5", " 5", "5.0", "9" * 30, str(len(EVENT) + 1)])
def test_a_length_that_is_none_or_more_than_the_body_is_malformed(client: Client, length: str) -> None:
    assert_is_a_problem(post(client, length=length), 400)


@pytest.mark.parametrize(
    "headers",
    [
        lambda: without("webhook-signature"),
        lambda: signed() | {"webhook-signature": "v1,forged"},
        lambda: signed(secret=FOREIGN),
        lambda: signed(b"another body"),
        lambda: signed(age=302),
        lambda: signed(age=-302),
        dict,
    ],
)
def test_every_failed_check_gets_one_and_the_same_401(
    client: Client, house: FakeHouse, headers: Callable[[], dict[str, str]]
) -> None:
    answer = post(client, headers=headers())
    assert_is_a_problem(answer, 401)
    assert answer.data == post(client, headers=without("webhook-signature")).data
    assert not house.store.kept


def test_the_replay_window_is_on_the_real_clock_and_the_delivery_on_the_policys(house: FakeHouse) -> None:
    tomorrow = house.with_real_clock(lambda: real_clock() + timedelta(days=1))
    client = client_of(tomorrow)
    assert post(client).status_code == 401
    assert post(client, headers=signed(clock=tomorrow.receiving.real_clock)).status_code == 202
    assert house.store.kept["msg_1"].received == NOW


@pytest.mark.parametrize(
    "path", ["/webhooks/", "/webhooks/elsewhere", "/webhooks/whmcs/", "/webhooks/WHMCS", "/webhooks"]
)
def test_an_unknown_system_is_not_found(client: Client, path: str) -> None:
    assert_is_a_problem(client.post(path, data=EVENT, headers=signed()), 404)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_only_post_is_received(client: Client, method: str) -> None:
    answer = client.open(PATH, method=method)
    assert_is_a_problem(answer, 405)
    assert answer.headers["Allow"] == "POST"


def test_head_is_answered_without_a_body(client: Client) -> None:
    answer = client.head(PATH)
    assert (answer.status_code, answer.data) == (405, b"")


def test_a_body_without_a_length_is_refused(client: Client) -> None:
    chunked = signed() | {"Transfer-Encoding": "chunked"}
    assert_is_a_problem(post(client, headers=chunked), 411)
    assert_is_a_problem(client.open(PATH, method="POST", headers=signed()), 411)


def test_the_largest_body_is_taken_and_one_byte_more_is_not(client: Client, house: FakeHouse) -> None:
    assert post(client, b"x" * MAX_BODY).status_code == 202
    assert_is_a_problem(post(client, b"x" * (MAX_BODY + 1)), 413)
    assert len(house.store.kept) == 1


@pytest.mark.parametrize("encoding", ["gzip", "identity", "br", ""])
def test_any_content_encoding_is_refused(client: Client, encoding: str) -> None:
    assert_is_a_problem(post(client, headers=signed() | {"Content-Encoding": encoding}), 415)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/json", "json"]
)
def test_a_body_that_calls_itself_something_else_is_refused(client: Client, media_type: str) -> None:
    assert_is_a_problem(post(client, headers=signed() | {"Content-Type": media_type}), 415)


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON", "application/json ;v=1"])
def test_json_may_have_parameters(client: Client, media_type: str) -> None:
    assert post(client, headers=signed() | {"Content-Type": media_type}).status_code == 202


def test_a_type_may_be_left_out(client: Client) -> None:
    assert post(client, headers=without("Content-Type")).status_code == 202


def test_a_store_that_cannot_take_it_is_told_to_come_again(client: Client, house: FakeHouse) -> None:
    house.store.broken = True
    answer = post(client)
    assert_is_a_problem(answer, 503)
    assert answer.headers["Retry-After"] == "5"
    house.store.broken = False
    assert post(client).status_code == 202


def test_a_bug_of_ours_is_a_500_without_a_traceback_or_the_body_in_the_log(
    client: Client, house: FakeHouse, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("alice@example.com")

    house.store.before = stumble
    assert_is_a_problem(post(client), 500)
    assert "alice" not in caplog.text
    assert [record.__dict__["error"] for record in caplog.records] == ["ZeroDivisionError"]


def test_the_log_holds_ids_sizes_and_verdicts_and_nothing_that_was_not_signed(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    post(client, b'{"type": "secret words"}')
    post(client, headers=signed(identifier="forged_id", secret=FOREIGN))
    told = [
        (record.getMessage(), record.__dict__["delivery"], record.__dict__["body_bytes"]) for record in caplog.records
    ]
    assert told == [("delivery.stored", "msg_1", 24), ("delivery.unauthenticated", "", len(EVENT))]
    assert "secret words" not in caplog.text


@given(
    body=st.binary(max_size=80),
    headers=st.dictionaries(
        st.sampled_from(
            [
                "webhook-id",
                "webhook-timestamp",
                "webhook-signature",
                "Content-Type",
                "Content-Length",
                "Content-Encoding",
                "Transfer-Encoding",
            ]
        ),
        st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
    ),
)
def test_nothing_unsigned_is_stored_and_no_request_is_a_server_error(body: bytes, headers: dict[str, str]) -> None:
    house = FakeHouse()
    answer = client_of(house.services).post(PATH, data=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert not house.store.kept


@given(st.binary(max_size=300))
def test_whatever_is_signed_is_kept_byte_for_byte(body: bytes) -> None:
    house = FakeHouse()
    assert post(client_of(house.services), body).status_code == 202
    assert house.store.kept["msg_1"].body == body


def test_a_body_that_does_not_come_is_not_awaited_for_ever(house: FakeHouse) -> None:
    async def never() -> bytes:
        await asyncio.sleep(60)
        return EVENT

    receiver = Receiver(house.services.receiving, count=lambda _: None, body_seconds=0.01)
    headers = {name.lower(): text for name, text in signed().items()} | {"content-length": str(len(EVENT))}
    assert asyncio.run(receiver.receive("whmcs", Request("POST", headers, never))) is Outcome.MALFORMED
    assert not house.store.kept
