"""A click group that imports a verb only when it is called, and gives every one of them ``--debug``."""

from collections.abc import Mapping
from importlib import import_module

import click

from bridge.cli.options import debug_option
from bridge.cli.verbs import Verb


class LazyGroup(click.Group):
    """Lists its verbs from a table; loads the module of the one that is called."""

    def __init__(self, name: str, verbs: Mapping[str, Verb], *, params: list[click.Parameter], summary: str) -> None:
        super().__init__(name, params=params, help=summary)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self._verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        verb = self._verbs.get(cmd_name)
        return None if verb is None else _with_debug(_loaded(verb))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list from the table: click's own way imports every command for its help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.summary) for name, verb in self._verbs.items()])


def _loaded(verb: Verb) -> click.Command:
    module, _, function = verb.target.partition(":")
    command = getattr(import_module(module), function)
    assert isinstance(command, click.Command)
    return command


def _with_debug(command: click.Command) -> click.Command:
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _with_debug(below)
    if not any(parameter.name == "debug" for parameter in command.params):
        command.params.append(debug_option())
    return command
