"""The program ``bridge``: one verb a module, each a thin layer over the rooms below.

``main`` is the console script. Importing it costs click and nothing else.
"""

import sys
from collections.abc import Mapping

import click

from bridge.cli.errors import ending_of
from bridge.cli.lazy import LazyGroup
from bridge.cli.options import debug_option, global_config_option
from bridge.cli.verbs import VERBS, Verb

SUMMARY = "Keep a hosting provider's support promise: who is entitled to what, what was answered, what comes next."


def program(verbs: Mapping[str, Verb]) -> LazyGroup:
    """Return the command group over a table of verbs."""
    group = LazyGroup("bridge", verbs, params=[global_config_option(), debug_option()], summary=SUMMARY)
    return click.version_option(package_name="support-bridge", message="%(prog)s %(version)s")(group)


def run(arguments: list[str], verbs: Mapping[str, Verb] = VERBS) -> int:
    """Carry out one command line and return its exit code."""
    group = program(verbs)
    return ending_of(lambda telling: group.main(arguments, prog_name="bridge", standalone_mode=False, obj=telling))


def main() -> None:
    """Be the console script ``bridge``."""
    sys.exit(run(sys.argv[1:]))
