"""The options that many verbs share, each said once.

``--config`` and ``--debug`` may stand before the verb or after it (after it wins).
"""

import os
from pathlib import Path

import click

from bridge.cli.errors import Telling

CONFIG_VARIABLE = "BRIDGE_CONFIG"
DEFAULT_CONFIG = "config.toml"

_BEFORE_THE_VERB = "bridge.config"
_PATH = click.Path(dir_okay=False, path_type=Path)
_CONFIG_HELP = f"The configuration. Default: ${CONFIG_VARIABLE}, then ./{DEFAULT_CONFIG}."


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    ctx.meta[_BEFORE_THE_VERB] = value


def _chosen() -> Path:
    before: Path | None = click.get_current_context().meta.get(_BEFORE_THE_VERB)
    return before or Path(os.environ.get(CONFIG_VARIABLE) or DEFAULT_CONFIG)


def _show_tracebacks(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Telling).shows_tracebacks = True


def _wants_json(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    ctx.ensure_object(Telling).wants_json = value
    return value


def global_config_option() -> click.Option:
    """Return the ``--config`` that stands before the verb."""
    return click.Option(["--config"], type=_PATH, expose_value=False, callback=_remember, help=_CONFIG_HELP)


def debug_option() -> click.Option:
    """Return the ``--debug`` that stands before or after the verb."""
    help_line = "Show the traceback of an error."
    return click.Option(["--debug"], is_flag=True, expose_value=False, callback=_show_tracebacks, help=help_line)


def said(_: click.Context, __: click.Parameter, value: str) -> str:
    """Refuse an empty reason."""
    if not value.strip():
        raise click.BadParameter("is empty; whoever meets it later wants to know why")
    return value


reason_option = click.option(
    "--reason", required=True, callback=said, help="Why; kept, and shown wherever it takes effect."
)
config_option = click.option("--config", type=_PATH, default=_chosen, help=_CONFIG_HELP)
json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    is_eager=True,  # known before anything else can be found wrong
    callback=_wants_json,
    help="Print one JSON document; of an error too.",
)
