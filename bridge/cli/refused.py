"""What is looked at and stopped at night must work while the configuration on disk is broken or refused.

These verbs need the store and the time zone alone. What is wrong with the file is told on stderr beside the answer.
"""

import sys
from pathlib import Path

from bridge.cli.errors import told
from bridge.config import Basics, load, load_basics
from bridge.errors import ConfigRefusedError

_ENOUGH = "This command has read only where the store is, and the time zone."


def basics(path: Path) -> Basics:
    """Return what finds the store; raises ConfigError where the file at ``path`` does not even say that."""
    try:
        return load(path).basics
    except ConfigRefusedError as refused:
        found = load_basics(path)
        if found is None:
            raise
        print(told(refused), _ENOUGH, sep="\n", file=sys.stderr)  # noqa: T201 - a command speaks to its caller
        return found
