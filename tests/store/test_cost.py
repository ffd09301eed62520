"""What is done all the time costs what is due, not what exists: rows are found by an index (D1, P12)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from bridge.core.model import WriteKind
from bridge.store import Store
from bridge.store.caps import Caps
from bridge.store.write_rows import Intent
from tests.store.fixtures import NOW, client, delivery, ticket


@contextmanager
def plans_of(store: Store) -> Iterator[list[str]]:
    """Gather SQLite's plan for every statement run within."""
    engine = store._database.backend.engine
    statements: list[tuple[str, Any]] = []
    plans: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield plans
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        for statement, parameters in statements:
            if statement.startswith(("SELECT", "UPDATE", "WITH")):
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans += [row.detail for row in rows]


def is_costly(plan: str) -> bool:
    """Tell whether a step of a plan walks through a table, or through an index that holds every row of one."""
    partial = ("agenda_waiting", "agenda_failing", "writes_open", "writes_parked", "deliveries_waiting", "set_aside")
    return plan.startswith("SCAN") and not any(name in plan for name in partial) and "CONSTANT ROW" not in plan


def use_everything(store: Store, id_: str) -> None:
    """Do with one ticket what a look at it does, and what is done beside."""
    for _ in range(2):
        store.deliveries.accept(delivery(id_, ticket(id_)))
    (lease,) = store.agenda.lease("w", NOW, seconds=60, limit=9)
    store.agenda.pause_until_due(NOW, at_most=60)
    store.deliveries.waiting(ticket(id_))
    store.deliveries.learned({id_: []})
    store.facts.learn(client("42"), NOW, lambda _: [])
    store.facts.holder("addon:7701")
    store.overrides.of([client("42")])
    store.tickets.upsert(id_, client="42", is_open=True, policy="p", timeline_digest="t")
    store.tickets.family(id_)
    store.tickets.open_of("42")
    store.decisions.last(ticket(id_))
    intent = Intent(id_, "42", "guide", WriteKind.REPLY, {})
    store.writes.intend(intent, NOW)
    store.writes.begin(lease, intent, now=NOW, deadline=1, settle=1, caps=Caps(3, 6, per_hour=200))
    store.writes.of([id_])
    store.writes.ticket_of_quote("12")
    store.agenda.put_back(lease, due=None)
    store.retention.forget(bodies_before=NOW, decisions_before=NOW)
    store.status(NOW)


def test_no_statement_of_a_look_or_of_the_status_walks_through_a_table(embedded: Store) -> None:
    with plans_of(embedded) as plans:
        use_everything(embedded, "7")
    assert len(plans) > 30
    assert [plan for plan in plans if is_costly(plan)] == []


@pytest.mark.parametrize(
    ("name", "index"),
    [("lease", "agenda_ready"), ("pause", "agenda_ready"), ("counts", "agenda_ready"), ("counts", "agenda_failing")],
)
def test_what_is_due_is_found_in_the_index_that_holds_only_what_is_free(embedded: Store, name: str, index: str) -> None:
    embedded.agenda.touch([ticket("7")], NOW)
    with plans_of(embedded) as plans:
        match name:
            case "lease":
                embedded.agenda.lease("w", NOW, seconds=60, limit=9)
            case "pause":
                embedded.agenda.pause_until_due(NOW, at_most=60)
            case _:
                embedded.agenda.counts(NOW)
    assert any(index in plan for plan in plans)


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_finds_what_is_due_by_its_index_too(store: Store) -> None:
    store.agenda.touch((ticket(str(number)) for number in range(2000)), NOW)
    with store._database.writing() as connection:
        connection.execute(text("ANALYZE agenda"))
        rows = connection.execute(
            text(
                "EXPLAIN SELECT kind, id FROM agenda WHERE free_tick = 0 AND due_at IS NOT NULL AND urgency = 1"
                " AND due_at <= 1 ORDER BY due_at LIMIT 10 FOR UPDATE SKIP LOCKED"
            )
        )
        assert any("agenda_ready" in line for line in rows.scalars())
