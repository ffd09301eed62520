"""P9 to P11: the backfill's own measurements, where that room has them."""

from importlib.util import find_spec

from tests.bench.report import Section


def measure(*, rounds: int, seconds: float) -> Section:
    section = Section("backfill")
    if find_spec("tests.backfill.measure") is None:
        section.missing.append("P9 to P11: there is no tests/backfill/measure.py yet")
        return section
    from tests.backfill import measure as backfill  # type: ignore[attr-defined]  # noqa: PLC0415 - where it is there

    measured: Section = backfill.measure(rounds=rounds, seconds=seconds)
    return measured
