"""What the OpenAPI description promises is so, whatever is asked; and who has no token or signature changes nothing.

schemathesis makes the requests out of the description, fitting ones and ones that it forbids, and checks each answer
against it; behind the real application stand a real store and what became of a real ticket.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, CheckFunction, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bridge import wiring
from bridge.cli.init import SECRET_VARIABLE
from bridge.config import Settings, load
from bridge.secrets import Secret
from bridge.store import Store, open_store
from bridge.web.app import create_app
from bridge.web.openapi import PATH, PATHS
from tests.hostile.rig import TOKEN_VARIABLE, write_config
from tests.reconcile.bench import Bench, LeaseClock
from tests.reconcile.shop import FakeClock, Shop
from tests.store.fixtures import make_quickly
from tests.web.fakes import SECRET, TOKEN

Operation = APIOperation[Any, Any, Any, Any]

EXAMPLES = 6  # of each operation, for each caller
BROKEN = "My WordPress website stopped working after installing a plugin."
LABELS = [f"{method.upper()} {path}" for path, operations in PATHS.items() if path != PATH for method in operations]
GUARDED = {label for label in LABELS if "{" in label}
ASKED = [(label, mode) for label in LABELS for mode in GenerationMode if mode.is_positive or label in GUARDED]
# An instant is text to the description, and there is text that is none: that is a 400, as described.
NOT_CHECKED: list[CheckFunction] = [positive_data_acceptance]
KNOWN = {"ticket_id": "7", "client_id": "42", "subject_id": "7", "system": "whmcs"}


@dataclass(frozen=True)
class Open:
    """A real application over a real store, described by itself."""

    schema: schemathesis.BaseSchema
    store: Store
    settings: Settings

    @property
    def desk_token(self) -> Secret:
        return self.settings.desk_tokens[0]

    def operation(self, label: str) -> Operation:
        found = [one.ok() for one in self.schema.get_all_operations() if isinstance(one, Ok)]
        return next(operation for operation in found if operation.label == label)

    def digest(self) -> str:
        """Return a digest of all that could have changed."""
        with self.store._database.reading() as connection:
            rows = [
                str(connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2").all())
                for table in ("deliveries", "overrides", "agenda", "writes", "facts")
            ]
        return hashlib.sha256("".join(rows).encode()).hexdigest()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("open")
    write_config(folder)
    environment = {SECRET_VARIABLE: SECRET.reveal(), TOKEN_VARIABLE: TOKEN.reveal()}
    read = load(folder / "config.toml", environment=environment)
    url = f"sqlite:///{folder}/bridge.db"
    make_quickly(url)
    with closing(open_store(url)) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "SEEK_SECONDS", 0.0)  # no worker runs that could be asked
        bench = Bench(Shop(FakeClock(), enforces_keys=True), store, read.policy, read.texts, LeaseClock())
        bench.shop.sign_up()
        bench.opens("7", BROKEN)
        bench.settle()
        app = create_app(wiring.services(read, store, asks_billing=False))
        yield Open(schemathesis.openapi.from_asgi("/v1/openapi.json", app), store, read)


def bearer(secret: Secret | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret.reveal()}"} if secret else {}


def ask_all(opened: Open, label: str, mode: GenerationMode, secret: Secret | None, *, knows: bool) -> set[int]:
    """Ask an operation with what schemathesis makes up, check each answer against the description; return statuses."""
    seen = set[int]()

    @given(case=opened.operation(label).as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def ask(case: Case[Any]) -> None:
        if knows and mode.is_positive:
            case.path_parameters.update({name: KNOWN[name] for name in case.path_parameters})
        answer = case.call(headers=bearer(secret))
        case.validate_response(answer, excluded_checks=NOT_CHECKED)
        seen.add(answer.status_code)

    ask()
    return seen


@pytest.mark.parametrize(("label", "mode"), ASKED)
def test_every_answer_is_one_that_the_description_names_and_no_stranger_changes_anything(
    opened: Open, label: str, mode: GenerationMode
) -> None:
    before = opened.digest()
    strangers = ask_all(opened, label, mode, None, knows=True)
    assert opened.digest() == before
    assert strangers <= ({400, 401, 404, 405, 411, 413, 415} if label in GUARDED else {200})
    friends = ask_all(opened, label, mode, TOKEN, knows=False)
    friends |= ask_all(opened, label, mode, opened.desk_token, knows=True)
    assert not {status for status in friends if status >= 500}


def test_what_is_known_is_answered_as_described(opened: Open) -> None:
    for label in ("GET /v1/tickets/{ticket_id}", "GET /v1/clients/{client_id}/entitlement"):
        case = opened.operation(label).Case(path_parameters=dict(KNOWN))
        answer = case.call_and_validate(headers=bearer(TOKEN))
        assert answer.status_code == 200
