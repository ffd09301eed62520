"""The application as a whole: problems without echoes, health, numbers, and a description that fits the routes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from bridge.condition import Condition
from bridge.core.model import Override, OverrideKind
from bridge.errors import ConfigError
from bridge.secrets import Secret
from bridge.services import Services
from bridge.store.policies import Activation
from bridge.web import openapi
from bridge.web.app import create_app, create_rooms
from bridge.web.metrics import Metrics
from bridge.web.receive import ACCEPTED, REFUSED, Outcome
from tests.web.asking import client_of
from tests.web.fakes import CONDITION, EVENT, NOW, FakeHouse, signed

MARK = "x-an-echo-would-show-this-x"
PAUSE = Override(OverrideKind.PAUSE, None, NOW, None, "a storm", NOW)
DRIFT = {"at": "2026-03-20T11:00:00+00:00", "count": 4}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/{MARK}", 404),
        ("GET", f"//v1//{MARK}", 404),
        ("GET", f"/v1/tickets/{MARK}/", 404),
        ("POST", f"/v1/tickets/{MARK}", 405),
        ("DELETE", f"/healthz?{MARK}", 405),
        ("GET", f"/v1/tickets/{MARK}", 401),
        ("POST", f"/webhooks/{MARK}", 404),
        (MARK, "/metrics", 405),
    ],
)
def test_a_refusal_is_a_problem_and_echoes_nothing(client: Client, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method, headers={"Cookie": MARK, "X-Request-Id": MARK}, data=MARK)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert (answer.json or {})["status"] == status
    assert MARK.lower() not in (answer.text + str(answer.headers)).lower()


def test_a_wrong_method_is_told_the_right_ones(client: Client) -> None:
    assert set(client.post("/healthz").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/v1/tickets/7", "/webhooks/whmcs", "/metrics"])
def test_every_answer_may_not_be_kept_sniffed_or_framed(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Server"] == "bridge"


def _with_secrets(services: Services, secrets: tuple[Secret, ...]) -> Services:
    return replace(services, receiving=replace(services.receiving, secrets=secrets))


def _references(value: object) -> Iterator[str]:
    match value:
        case {"$ref": str() as reference}:
            yield reference
        case dict():
            for inner in value.values():
                yield from _references(inner)
        case list():
            for inner in value:
                yield from _references(inner)


def test_a_secret_that_is_none_keeps_the_application_from_starting() -> None:
    weak = Secret("whsec_d2Vhaw==", "env WEAK")
    with pytest.raises(ConfigError, match="env WEAK"):
        create_app(_with_secrets(FakeHouse().services, (weak,)))


def test_no_secret_at_all_keeps_the_application_from_starting() -> None:
    with pytest.raises(ConfigError, match="secret"):
        create_app(_with_secrets(FakeHouse().services, ()))


def test_alive_means_answering_and_ready_means_working(client: Client, house: FakeHouse) -> None:
    assert client.get("/readyz").status_code == 200
    house.problems.append("store: the disk is full")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json or {})["problems"] == ["store: the disk is full"]
    assert client.get("/healthz").json == {"alive": True}


def test_a_store_out_of_reach_is_not_ready(client: Client, house: FakeHouse) -> None:
    house.store.broken = True
    answer = client.get("/readyz")
    assert (answer.status_code, (answer.json or {})["problems"]) == (503, ["the disk is full"])


def samples(client: Client) -> dict[str, float]:
    """Return every sample of /metrics by name, with its outcome where it has one."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


def test_every_request_to_the_receiver_is_counted_by_its_outcome(client: Client) -> None:
    for headers in (signed(), signed(), {}):
        client.post("/webhooks/whmcs", data=EVENT, headers=headers)
    counted = samples(client)
    assert [counted[f"bridge_deliveries_total {name}"] for name in ("stored", "seen", "unauthenticated", "busy")] == [
        1,
        1,
        1,
        0,
    ]
    assert {name for name in counted if name.startswith("bridge_deliveries_total ")} == {
        f"bridge_deliveries_total {outcome.value}" for outcome in Outcome
    }


def test_two_applications_count_apart(client: Client) -> None:
    client.post("/webhooks/whmcs", data=EVENT, headers=signed())
    assert samples(client_of(FakeHouse().services))["bridge_deliveries_total stored"] == 0


def test_the_store_is_asked_how_it_stands_at_every_look(client: Client) -> None:
    shown = samples(client)
    assert shown["bridge_store_up"] == 1
    assert shown["bridge_deliveries_waiting"] == 3
    assert shown["bridge_oldest_due_seconds"] == 90
    assert shown["bridge_writes_parked"] == 5
    assert "bridge_last_write_timestamp_seconds" not in shown


@pytest.mark.parametrize(
    ("stands", "name", "value"),
    [
        (CONDITION, "bridge_store_writable", 1),
        (replace(CONDITION, blockage="the disk is almost full"), "bridge_store_writable", 0),
        (replace(CONDITION, has_worker=False), "bridge_worker_running", 0),
        (replace(CONDITION, pauses=(PAUSE,)), "bridge_paused", 1),
        (replace(CONDITION, policy=Activation("digest", NOW)), "bridge_policy_changed_timestamp_seconds", 1774008000),
        (CONDITION, "bridge_config_refused", 0),
        (replace(CONDITION, config_refused={"at": "", "mistakes": ["x"]}), "bridge_config_refused", 1),
        (replace(CONDITION, drift=DRIFT), "bridge_drift_differences", 4),
        (replace(CONDITION, drift=DRIFT), "bridge_drift_checked_timestamp_seconds", 1774004400),
        (CONDITION, "bridge_tickets_open", 9),
        (CONDITION, "bridge_tickets_decided", 7),
    ],
)
def test_what_status_tells_of_the_bridge_is_a_number_too(stands: Condition, name: str, value: float) -> None:
    assert samples(client_of(FakeHouse(stands=stands).services))[name] == value


def test_what_was_never_so_has_no_number(client: Client) -> None:
    assert not {"bridge_drift_differences", "bridge_policy_changed_timestamp_seconds"} & samples(client).keys()


def test_numbers_are_given_while_the_store_is_out_of_reach(client: Client, house: FakeHouse) -> None:
    house.store.broken = True
    shown = samples(client)
    assert shown["bridge_store_up"] == 0
    assert "bridge_deliveries_waiting" not in shown
    assert "bridge_deliveries_total stored" in shown


def test_the_description_names_every_route_and_no_other() -> None:
    services = FakeHouse().services
    app = create_rooms(services, Metrics(services.condition, services.clock))
    routes = {str(rule).replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    assert set(openapi.PATHS) == routes | {"/webhooks/{system}"}


def test_the_description_is_served_and_whole(client: Client) -> None:
    served = client.get("/v1/openapi.json").json or {}
    assert served["openapi"].startswith("3.1")
    assert served == openapi.DOCUMENT
    references = {value.rsplit("/", 1)[-1] for value in _references(served)}
    assert references == set(served["components"]["schemas"])


def test_the_description_tells_every_status_that_the_receiver_gives() -> None:
    statuses = set(ACCEPTED.values()) | {
        status for outcome, (status, _) in REFUSED.items() if outcome is not Outcome.WRONG_METHOD
    }
    described = openapi.DOCUMENT["paths"]["/webhooks/{system}"]["post"]["responses"]  # type: ignore[index] # a document is plain JSON
    assert {int(status) for status in described} == {status.value for status in statuses}


def test_every_parameter_of_a_path_is_described() -> None:
    for path, item in openapi.PATHS.items():
        for operation in item.values():
            named = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}  # type: ignore[attr-defined] # plain JSON
            assert named == {part.strip("{}") for part in path.split("/") if part.startswith("{")}
