"""/v1/.../hold: seen by whoever may read, set and ended by the addon alone (W5)."""

import pytest
from werkzeug.test import Client

from bridge.core.model import Override, OverrideKind, Subject, SubjectKind
from bridge.web.holds import LARGEST_BODY
from tests.web.fakes import DESK_TOKEN, NOW, TOKEN, FakeHouse

PATHS = ["/v1/tickets/7/hold", "/v1/clients/42/hold"]
DESK = {"Authorization": f"Bearer {DESK_TOKEN.reveal()}"}
READER = {"Authorization": f"Bearer {TOKEN.reveal()}"}
ORDER = {"until": "2026-03-21", "reason": "we are on the phone"}
HELD = {"until": "2026-03-21T00:00:00+00:00", "reason": "we are on the phone"}


@pytest.mark.parametrize("path", PATHS)
def test_w5_a_hold_is_set_seen_and_ended(client: Client, path: str) -> None:
    set_ = client.post(path, json=ORDER, headers=DESK)
    assert (set_.status_code, set_.json) == (200, {"holds": [{"on": path.split("/")[2][:-1], **HELD}]})
    assert client.get(path, headers=READER).json == set_.json
    ended = client.delete(path, headers=DESK)
    assert (ended.status_code, ended.json) == (200, {"holds": []})


def test_w5_a_pause_is_seen_everywhere_and_not_ended_by_a_release(client: Client, house: FakeHouse) -> None:
    house.desk.kept.append(Override(OverrideKind.PAUSE, None, NOW, None, "paused by hand", NOW))
    everything = {"holds": [{"on": "everything", "until": None, "reason": "paused by hand"}]}
    assert client.delete(PATHS[0], headers=DESK).json == everything


def test_t7_ending_a_clients_hold_leaves_its_grant(client: Client, house: FakeHouse) -> None:
    grant = Override(
        OverrideKind.GRANT, Subject(SubjectKind.CLIENT, "42"), NOW, None, "a gift", NOW, tier="professional"
    )
    house.desk.kept.append(grant)
    client.delete("/v1/clients/42/hold", headers=DESK)
    assert house.desk.kept == [grant]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("headers", [{}, READER])
def test_who_may_only_read_sets_and_ends_nothing(
    client: Client, house: FakeHouse, path: str, method: str, headers: dict[str, str]
) -> None:
    answer = client.open(path, method=method, json=ORDER, headers=headers)
    assert answer.status_code == 401
    assert house.desk.kept == []


def test_without_a_token_no_hold_is_seen(client: Client) -> None:
    assert client.get(PATHS[0]).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"until": "2026-03-21"}',
        b'{"until": "2026-03-21", "reason": ""}',
        b'{"until": "2026-03-21", "reason": " \\n "}',
        b'{"until": "2026-03-21", "reason": "a\\u0007bell"}',
        b'{"until": "2026-03-21", "reason": "why", "tier": "x"}',
        b'{"until": "2026-03-21", "reason": "why", "reason": "not"}',
        b'{"until": 1774051200, "reason": "why"}',
        b'{"until": "soon", "reason": "why"}',
        b'{"until": "2026-03-20", "reason": "why"}',
        b'{"until": "2026-03-21", "reason": "%s"}' % (b"x" * 501),
    ],
)
def test_an_order_that_is_not_understood_changes_nothing(client: Client, house: FakeHouse, body: bytes) -> None:
    answer = client.post(PATHS[0], data=body, headers=DESK)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert house.desk.kept == []


def test_a_large_order_is_not_read(client: Client) -> None:
    assert client.post(PATHS[0], data=b" " * (LARGEST_BODY + 1), headers=DESK).status_code == 413


@pytest.mark.parametrize("text", ["0", "abc", "-1", "4.2"])
def test_what_is_no_id_is_refused(client: Client, text: str) -> None:
    assert client.post(f"/v1/tickets/{text}/hold", json=ORDER, headers=DESK).status_code == 400
