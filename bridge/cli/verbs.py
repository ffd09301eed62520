"""The table of verbs: what ``bridge`` can do, in the order a newcomer meets it.

A row costs nothing until its verb is called: the module behind it is imported only then, so that ``bridge --help``
starts at once. Only verbs that exist are listed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a command lives, as ``module:function``, and the line that ``bridge --help`` says about it."""

    target: str
    summary: str


VERBS: dict[str, Verb] = {
    "init": Verb("bridge.cli.init:init", "Write a configuration to start from, its texts and a fresh secret."),
    "check": Verb("bridge.cli.check:check", "Tell every mistake in the configuration; --live asks the billing system."),
    "sandbox": Verb("bridge.cli.sandbox:sandbox", "Run the sandbox billing system alone."),
}
