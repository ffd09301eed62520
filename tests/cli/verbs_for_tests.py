"""Verbs that do what a test needs: each is a command as the rooms of ``bridge.cli`` write theirs."""

import os
from pathlib import Path

import click

from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import show
from bridge.cli.verbs import Verb
from bridge.errors import ConfigError, Mistake, UsageError

HERE = "tests.cli.verbs_for_tests"


@click.command()
@config_option
@json_option
def where(config: Path, as_json: bool) -> None:
    """Print which configuration was meant."""
    show({"config": str(config)}, as_json=as_json, page=lambda: [f"config {config}"])


@click.group()
def explain() -> None:
    """Hold a verb below a verb."""


@explain.command()
@click.argument("client")
@config_option
def client(client: str, config: Path) -> None:
    click.echo(f"{client} by {config}")


@click.command()
def fail() -> None:
    raise UsageError("client 42\nis not known; see: bridge backfill clients")


@click.command()
def misconfigured() -> None:
    raise ConfigError((Mistake("config.toml", "tiers[0].name", "no"), Mistake("config.toml", "guest", "missing")))


@click.command()
def crash() -> None:
    raise KeyError("rung")


@click.command()
def interrupted() -> None:
    raise KeyboardInterrupt


@click.command()
def drifted() -> Ending:
    return Ending.DIFFERENCES


@click.command()
def leave() -> None:
    click.get_current_context().exit(Ending.SOME_FAILED)


@click.command()
def flood() -> None:
    """Write more than any pipe holds."""
    for _ in range(100_000):
        click.echo("x" * 80)


@click.command()
def markup() -> None:
    show({}, as_json=False, page=lambda: ["[bold]" + os.environ["SAID"] + "[/bold] :smile:", "word " * 40])


TABLE = {
    name: Verb(f"{HERE}:{name}", f"The verb {name}.")
    for name in (
        "where",
        "explain",
        "fail",
        "misconfigured",
        "crash",
        "interrupted",
        "drifted",
        "leave",
        "flood",
        "markup",
    )
} | {"elsewhere": Verb("tests.cli.no_such_module:nothing", "Is listed, and not imported for it.")}
