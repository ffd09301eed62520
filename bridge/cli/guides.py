"""``bridge guides eval`` and ``bridge guides learn``: how well tickets are read, and what the shop's own teach.

Both read files of labelled tickets, one JSON object a line, and need the policy alone: no store, no secret, no
billing system.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO, cast

import click

from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import listing, show
from bridge.config import load_policy
from bridge.config.learned import next_round, written
from bridge.core.policy import Policy
from bridge.errors import ConfigError, Mistake, UsageError
from bridge.reading import reader
from bridge.reading.evaluation import Outcome, document, read, wrong_guides
from bridge.reading.intervals import Share
from bridge.reading.labelled import BadRow, Kind, Row, history, labelled
from bridge.reading.learning import Lesson, learn

_MOST_BAD_ROWS = 20
_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)
_USUAL_NAME = "guides.learned.json"


class _Percent(click.ParamType[float]):
    """A share, written as people write it: "2 %"."""

    name = "PERCENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's signature
        if isinstance(value, float):
            return value
        try:
            share = float(str(value).strip().removesuffix("%")) / 100
        except ValueError:
            share = -1.0
        if not 0 < share < 1:
            self.fail(f'{value!r} is no share; write it as "2 %".', param, ctx)
        return share


@click.group()
def guides() -> None:
    """Measure how well tickets are read, and learn from the shop's own."""


@guides.command("eval")
@click.argument("file", type=_INPUT)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.TOPICS.value, show_default=True)
@click.option("--predictions", type=_OUTPUT, metavar="OUT.jsonl", help="Write what was said of each row.")
@click.option("--budget", type=_Percent(), help='Fail when more of the guides sent are wrong: "2 %".')
@config_option
@json_option
def evaluate(
    file: Path, kind: str, predictions: Path | None, budget: float | None, config: Path, as_json: bool
) -> Ending:
    """Read the labelled rows of FILE and tell how many were read right, by topic, language and threshold."""
    policy, wanted = load_policy(config), Kind(kind)
    outcomes = _read(file, wanted, policy, predictions)
    told = document(wanted, outcomes, policy)
    show(told, as_json=as_json, page=lambda: _page(told, wanted))
    strange = sorted({str(outcome.label) for outcome in outcomes if _is_strange(outcome, wanted, policy)})
    if strange:
        click.echo(f"{file}: {config} has no topic {', '.join(strange)}: rows that want it count as missed", err=True)
    is_over = budget is not None and (wrong_guides(outcomes, policy).value or 0.0) > budget
    return Ending.FAILED if is_over else Ending.DONE


@guides.command("learn")
@click.option("--history", "past", type=_INPUT, required=True, metavar="FILE.jsonl", help="Past tickets and replies.")
@click.option("--budget", type=_Percent(), default="2 %", show_default=True, help="The share of wrong guides to keep.")
@click.option("--out", type=_OUTPUT, help=f"Where to write it. Default: {_USUAL_NAME} beside the configuration.")
@config_option
@json_option
def teach(past: Path, budget: float, out: Path | None, config: Path, as_json: bool) -> None:
    """Learn words and thresholds from past tickets: the guide that staff sent is a ticket's label."""
    policy, target = load_policy(config), out or config.parent / _USUAL_NAME
    addresses = {topic.guide.url: name for name, topic in policy.topics.items() if topic.guide}
    with past.open("rb") as lines:
        _refuse(past, history(lines, addresses))
    with past.open("rb") as lines:
        rows = list(_rows(history(lines, addresses)))
    if not any(row.label in policy.topics for row in rows):
        raise UsageError(f"{past}: no reply holds the address of a guide of {config}; there is nothing to learn from")
    lesson = learn(rows, policy, budget)
    told = _lesson(rows, lesson, policy, target)
    text = written(
        lesson.finder,
        number=next_round(target),
        learned_from=cast(Mapping[str, object], told["learned_from"]),
        expect=cast(Mapping[str, object], told["expect"]),
    )
    target.write_text(text, encoding="utf-8")
    show(told, as_json=as_json, page=lambda: _lesson_page(told, target))


def _read(file: Path, kind: Kind, policy: Policy, predictions: Path | None) -> list[Outcome]:
    """Read every row; predictions are written as they are made, and only when all rows are sound."""
    with file.open("rb") as lines:
        _refuse(file, labelled(lines, kind))
    reading, outcomes = reader(policy), []
    with file.open("rb") as lines, _opened(predictions) as out:
        for row in _rows(labelled(lines, kind)):
            outcomes.append(read(reading, kind, row))
            if out:
                out.write(json.dumps(outcomes[-1].prediction(kind), ensure_ascii=False) + "\n")
    return outcomes


def _opened(path: Path | None) -> Any:  # noqa: ANN401 - a file, or nothing to write to
    opened: TextIO | None = path.open("w", encoding="utf-8") if path else None
    return opened or nullcontext()


def _refuse(file: Path, rows: Iterable[Row | BadRow]) -> None:
    """Raise ConfigError that names the lines that cannot be used, if there are any."""
    bad = [Mistake(str(file), f"line {row.line}", row.reason) for row in rows if isinstance(row, BadRow)]
    if bad:
        raise ConfigError(tuple(bad[:_MOST_BAD_ROWS]))


def _rows(rows: Iterable[Row | BadRow]) -> Iterator[Row]:
    return (row for row in rows if isinstance(row, Row))


def _is_strange(outcome: Outcome, kind: Kind, policy: Policy) -> bool:
    return kind is Kind.TOPICS and outcome.label is not None and outcome.label not in policy.topics


def _page(told: Mapping[str, Any], kind: Kind) -> Iterator[object]:
    yield f"{told['rows']} rows. Shares with their 95 % interval."
    if kind is Kind.TOPICS:
        yield f"wrong guides   {_share(told['wrong_guides'])} of the guides sent"
        yield f"none wanted    {_share(told['named_of_none'])} were named all the same"
    for key, meaning in (
        ("precision", "of what was said is right"),
        ("coverage", "of those that want a topic get the right one"),
        ("recall", "of those that are"),
        ("mistaken", "of those that are not"),
    ):
        if key in told:
            yield f"{key:<14} {_share(told[key])} {meaning}"
    for heading in ("by_topic", "by_language"):
        if heading in told:
            yield ""
            yield _parts(heading.replace("_", " "), told[heading])
    if "sweep" in told:
        yield ""
        yield listing(
            ("threshold", "wrong", "coverage"),
            [(step["threshold"], _share(step["wrong"]), _share(step["coverage"])) for step in told["sweep"]],
        )
    yield ""
    yield f"{len(told['errors'])} errors" + (f", {len(told['missed'])} missed" if "missed" in told else "")
    for error in told["errors"]:
        because = f"  {error['why']}" if "why" in error else ""
        yield f"  {error['id']} ({error['lang']}): {_word(error['said'])}, not {_word(error['label'])}{because}"


def _parts(heading: str, parts: Mapping[str, Mapping[str, Any]]) -> object:
    second = "coverage" if all("coverage" in part for part in parts.values()) else "recall"
    return listing(
        (heading, "precision", second),
        [(name, _share(part["precision"]), _share(part[second])) for name, part in parts.items()],
    )


def _word(label: object) -> str:
    return {None: "none", True: "yes", False: "no"}.get(cast(None, label), str(label))


def _share(said: Mapping[str, int]) -> str:
    return str(Share(said["count"], said["of"]))


def _lesson(rows: list[Row], lesson: Lesson, policy: Policy, target: Path) -> dict[str, object]:
    measured = cast(dict[str, Any], document(Kind.TOPICS, lesson.outcomes, policy))
    kept = ("precision", "coverage", "named_of_none", "by_topic", "by_language")
    return {
        "file": str(target),
        "learned_from": {
            "tickets": len(rows),
            "with_a_guide": sum(row.label in policy.topics for row in rows),
            "budget": lesson.budget,
            "words_from": lesson.words_from,
            "thresholds_from": len(lesson.outcomes),
        },
        "threshold": lesson.finder.threshold,
        "thresholds": dict(lesson.finder.thresholds),
        "words": {topic: len(words) for topic, words in lesson.finder.weights.items()},
        "expect": {"is_proven": lesson.is_proven, **{key: measured[key] for key in kept}},
    }


def _lesson_page(told: Mapping[str, Any], target: Path) -> Iterator[object]:
    source, expect = told["learned_from"], told["expect"]
    yield f"{source['tickets']} tickets, {source['with_a_guide']} with a guide; {target} is written."
    yield f"threshold {told['threshold']:g}; of their own: {_pairs(told['thresholds'])}; words: {_pairs(told['words'])}"
    yield f"precision  {_share(expect['precision'])} on the half that no word was learned from"
    yield f"coverage   {_share(expect['coverage'])}"
    if not expect["is_proven"]:
        yield f"Too few tickets to prove a budget of {source['budget']:.1%}: no threshold went below the shipped one."
    for heading in ("by_topic", "by_language"):
        yield ""
        yield _parts(heading.replace("_", " "), expect[heading])
    yield ""
    yield f'To use it: learned = "{target.name}" under [guides]; `bridge diff` shows what it would change.'


def _pairs(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items()) or "none"
