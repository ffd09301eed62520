"""The nouns of writes, and how they stand in their table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import RowMapping

from bridge.core.model import Write, WriteKind, WriteState


@dataclass(frozen=True, slots=True)
class Intent:
    """What is to be written, before any attempt. ``payload`` is exactly what goes out, as JSON can hold it."""

    ticket: str
    client: str | None
    key: str
    kind: WriteKind
    payload: Mapping[str, object] = field(repr=False)
    after: int = 0
    source: str = ""
    source_digest: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class WriteRecord:
    """A write with everything that the store keeps of it."""

    write: Write
    client: str | None
    payload: Mapping[str, object] = field(repr=False)
    decided_at: datetime
    attempted_at: datetime | None
    done_at: datetime | None


class Verdict(StrEnum):
    """What a person can decide about a write that waits for one."""

    RETRY = "retry"  # it was not sent, and shall be
    ABANDON = "abandon"  # it shall not be sent


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """What a person decided about a write, why, and in which state they found it."""

    ticket: str
    key: str
    verdict: Verdict
    reason: str = field(repr=False)
    at: datetime
    state: WriteState
    error: str


def said_by(intent: Intent) -> dict[str, object]:
    """Return the columns that an intent renews."""
    return {
        "client": intent.client,
        "payload": json.dumps(intent.payload, sort_keys=True),
        "after": intent.after,
        "source": intent.source,
        "source_digest": intent.source_digest,
        "digest": intent.digest,
    }


def new_row(intent: Intent) -> dict[str, object]:
    """Return the columns that an intent sets once."""
    return {
        "ticket": intent.ticket,
        "key": intent.key,
        "kind": intent.kind.value,
        "attempts": 0,
        "error": "",
        "settle_tick": 0,
        "settle_span": 0,
        "is_abandoned": False,
    }


def write_of(row: RowMapping) -> Write:
    return Write(
        ticket=row["ticket"],
        key=row["key"],
        kind=WriteKind(row["kind"]),
        state=WriteState(row["state"]),
        at=row["at"],
        attempts=row["attempts"],
        after=row["after"],
        message=row["message"],
        source=row["source"],
        source_digest=row["source_digest"],
        digest=row["digest"],
        quote=row["quote"],
        error=row["error"],
        generation=row["generation"],
        is_abandoned=row["is_abandoned"],
    )


def record_of(row: RowMapping) -> WriteRecord:
    return WriteRecord(
        write=write_of(row),
        client=row["client"],
        payload=json.loads(row["payload"]),
        decided_at=row["decided_at"],
        attempted_at=row["attempted_at"],
        done_at=row["done_at"],
    )


def verdict_of(row: RowMapping) -> VerdictRecord:
    return VerdictRecord(
        ticket=row["ticket"],
        key=row["key"],
        verdict=Verdict(row["verdict"]),
        reason=row["reason"],
        at=row["at"],
        state=WriteState(row["state"]),
        error=row["error"],
    )
