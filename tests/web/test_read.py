"""GET /v1/...: a token first, then forms, then the answer as it came."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from bridge.errors import BillingRefusedError, StoreUnavailableError
from tests.web.asking import client_of
from tests.web.fakes import OTHER_TOKEN, TOKEN, FakeHouse

CLIENT = "/v1/clients/42/entitlement"
KEY = {"Authorization": f"Bearer {TOKEN.reveal()}"}


def test_an_entitlement_goes_out_as_it_came(client: Client) -> None:
    answer = client.get(CLIENT, headers=KEY)
    assert answer.status_code == 200
    assert list((answer.json or {}).items()) == [
        ("client", 42),
        ("at", "2026-03-20T12:00:00+00:00"),
        ("tier", "best-effort"),
    ]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_ticket_goes_out_as_it_came(client: Client) -> None:
    assert client.get("/v1/tickets/7", headers=KEY).json == {"ticket": 7, "client": None, "rung": "guide"}


@pytest.mark.parametrize("path", [CLIENT, "/v1/tickets/7"])
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {TOKEN.reveal()}",
        TOKEN.reveal(),
        f"Bearer {TOKEN.reveal()} x",
        f"Bearer {TOKEN.reveal()}x",
        "Bearer ÿþ",
    ],
)
def test_without_a_token_nothing_is_told(client: Client, path: str, header: str | None) -> None:
    answer = client.get(path, headers={} if header is None else {"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="bridge"'
    assert answer.content_type == "application/problem+json"


def test_any_of_several_tokens_will_do(client: Client) -> None:
    assert client.get(CLIENT, headers={"Authorization": f"bearer {OTHER_TOKEN.reveal()}"}).status_code == 200


@pytest.mark.parametrize("header", ["Bearer x", "Bearer ", ""])
def test_with_no_tokens_configured_nobody_is_admitted(header: str) -> None:
    client = client_of(FakeHouse(tokens=()).services)
    assert client.get(CLIENT, headers={"Authorization": header}).status_code == 401


def test_the_token_is_asked_for_before_the_id_is_looked_at(client: Client) -> None:
    assert client.get("/v1/tickets/nonsense").status_code == 401


@pytest.mark.parametrize("text", ["0", "007", "-1", "4 2", "abc", "42;", "%00", "٤٢", "9" * 19, "4.2", "42%0A"])
@pytest.mark.parametrize("path", ["/v1/clients/{}/entitlement", "/v1/tickets/{}"])
def test_what_is_no_id_is_refused(client: Client, path: str, text: str) -> None:
    assert client.get(path.format(text), headers=KEY).status_code == 400


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", (None, None)),
        ("at=2026-07-01", (datetime(2026, 6, 30, 23, tzinfo=UTC), None)),
        ("as_known=2026-07-01T12:00", (None, datetime(2026, 7, 1, 11, tzinfo=UTC))),
        ("at=2026-07-01T12:00:00%2B02:00", (datetime(2026, 7, 1, 10, tzinfo=UTC), None)),
        ("at=2026-07-01T12:00:00+02:00", (datetime(2026, 7, 1, 10, tzinfo=UTC), None)),
        ("at=2026-07-01+12:00", (datetime(2026, 7, 1, 11, tzinfo=UTC), None)),
        ("at=2026-07-01+12:00+02:00", (datetime(2026, 7, 1, 10, tzinfo=UTC), None)),
        (
            "at=2026-07-01T12:00:00Z&as_known=2026-07-02",
            (datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 23, tzinfo=UTC)),
        ),
    ],
)
def test_d4_instants_are_read_as_the_policy_says(
    client: Client, house: FakeHouse, query: str, asked: tuple[datetime | None, datetime | None]
) -> None:
    """An unescaped "+" of the query is a space by the time it arrives."""
    assert client.get(f"{CLIENT}?{query}", headers=KEY).status_code == 200
    assert house.explain.asked == [asked]


@pytest.mark.parametrize(
    "query", ["at=", "at=soon", "as_known=2026-02-30", "at=2026-03-01&at=2026-03-02", "as-known=2026-03-01"]
)
def test_a_query_that_is_not_understood_is_refused_with_what_is_allowed(client: Client, query: str) -> None:
    answer = client.get(f"{CLIENT}?{query}", headers=KEY)
    assert answer.status_code == 400
    assert "write it like" in answer.text or "the query may hold at and as_known" in answer.text


def test_a_ticket_takes_no_query(client: Client) -> None:
    assert client.get("/v1/tickets/7?at=2026-03-01", headers=KEY).status_code == 400


@pytest.mark.parametrize("path", ["/v1/clients/99/entitlement", "/v1/clients/44/entitlement", "/v1/tickets/99"])
def test_t8_what_is_not_known_or_deleted_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path, headers=KEY)
    assert answer.status_code == 404
    assert "survivor" not in (answer.json or {})


def test_t8_a_merged_client_is_not_found_and_the_survivor_is_named(client: Client) -> None:
    answer = client.get("/v1/clients/43/entitlement", headers=KEY)
    assert answer.status_code == 404
    assert (answer.json or {})["survivor"] == 42


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StoreUnavailableError("/var/lib/x"), 503),
        (BillingRefusedError("/var/lib/x"), 502),
        (KeyError("/var/lib/x"), 500),
    ],
)
def test_what_goes_wrong_behind_is_a_problem_without_its_words(
    client: Client, house: FakeHouse, caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    house.explain.error = error
    answer = client.get(CLIENT, headers=KEY)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert "/var/lib" not in answer.text + caplog.text
    assert ("Retry-After" in answer.headers) == (status == 503)


@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.text(alphabet=st.characters(max_codepoint=255, min_codepoint=32), max_size=30),
)
def test_no_path_query_or_header_is_a_server_error(path: str, query: str, header: str) -> None:
    client = client_of(FakeHouse().services)
    answer = client.get(
        f"/v1/clients/{quote(path, safe='')}/entitlement", query_string={"at": query}, headers={"Authorization": header}
    )
    assert answer.status_code < 500
    admitted = client.get("/v1/clients/42/entitlement", query_string={"as_known": query}, headers=KEY)
    assert admitted.status_code < 500
