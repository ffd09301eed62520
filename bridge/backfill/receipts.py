"""Receipts: a line of JSON for each change, the same whether it is planned or done, so that the two can be compared.

No instants stand in them, no text and no names. A ticket's are made from the decisions that the store keeps of it, so
that a run that was killed between a deed and its receipt still has it. Their digest does not depend on their order.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from bridge.backfill.progress import Progress
from bridge.core.model import Fact, Subject

Receipt = Mapping[str, object]

_MODULUS = 2**256
_REPLY = "reply "


def of_client(client_id: str, *, was: str | None, tier: str, new: Sequence[Fact], looks: Sequence[str]) -> Receipt:
    """Return what becomes of a client: its tier, the facts that are new, the tickets that must be looked at."""
    facts = [" ".join(word for word in (fact.about, fact.name, fact.value or "none") if word) for fact in new]
    return {"subject": f"client {client_id}", "change": "learned", "was": was, "tier": tier, "facts": facts} | (
        {"looks": [f"ticket {ticket}" for ticket in looks]} if looks else {}
    )


def of_ticket(
    ticket: Subject, decided: Iterable[str], withheld: Iterable[tuple[str, str]], failed: Iterable[tuple[str, str]] = ()
) -> list[Receipt]:
    """Return a line for each deed decided, each once; for what is withheld last; for writes that wait for a person."""
    lines = dict.fromkeys("send the quote" if line.startswith("send quote ") else line for line in decided)
    made: list[Receipt] = [{"subject": str(ticket), "change": line} for line in lines]
    made += [{"subject": str(ticket), "change": f"withheld {key}", "rule": rule} for key, rule in withheld]
    made += [{"subject": str(ticket), "change": key, "state": state} for key, state in failed]
    return made


def writes_to_customer(receipts: Iterable[Receipt]) -> bool:
    return any(
        str(receipt["change"]).startswith(_REPLY) or receipt["change"] == "send the quote" for receipt in receipts
    )


class Receipts:
    """Takes receipts in: into the file, if one is wanted, and into the run's counts and digest."""

    def __init__(self, path: Path | None, progress: Progress) -> None:
        self._progress = progress
        self._file: IO[bytes] | None = None
        if path is not None:
            if not path.exists():
                progress.receipts_end = 0
            self._file = path.open("r+b" if progress.receipts_end else "wb")
            self._file.truncate(progress.receipts_end)  # what a killed run wrote after its last step is written again
            self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def take(self, receipts: Sequence[Receipt]) -> None:
        """Write receipts down; they count once the progress is committed."""
        lines = [json.dumps(receipt, sort_keys=True).encode() + b"\n" for receipt in receipts]
        progress = self._progress
        for receipt, line in zip(receipts, lines, strict=True):
            kind = str(receipt["change"]).split()[0]
            progress.changes[kind] = progress.changes.get(kind, 0) + 1
            progress.digest = (progress.digest + int.from_bytes(hashlib.sha256(line).digest())) % _MODULUS
        if self._file is not None and lines:
            self._file.write(b"".join(lines))
            self._file.flush()
            os.fsync(self._file.fileno())
            progress.receipts_end = self._file.tell()
