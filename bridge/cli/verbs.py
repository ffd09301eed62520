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
    "demo": Verb("bridge.cli.demo:demo", "Play the whole promise on this machine, in seconds, and check every answer."),
    "init": Verb("bridge.cli.init:init", "Write a configuration to start from, its texts and a fresh secret."),
    "check": Verb("bridge.cli.check:check", "Tell every mistake in the configuration; --live asks the billing system."),
    "serve": Verb("bridge.cli.serve:serve", "Run the bridge: receive webhooks, answer the read API, do the work."),
    "receive": Verb("bridge.cli.serve:receive", "Run the receiving half alone."),
    "work": Verb("bridge.cli.serve:work", "Run the working half alone."),
    "backfill": Verb(
        "bridge.cli.backfill:backfill", "Read what the billing system holds, and make it so; a plan first."
    ),
    "reconcile": Verb(
        "bridge.cli.reconcile:reconcile", "Compare everything with the billing system; --check only tells."
    ),
    "status": Verb("bridge.cli.status:status", "Show queues, writes and failures, and what to do about them."),
    "deliveries": Verb(
        "bridge.cli.deliveries:deliveries", "List what came in, what it taught, and learn from it again."
    ),
    "writes": Verb("bridge.cli.writes:writes", "List what went out, and settle what waits for a person."),
    "explain": Verb("bridge.cli.explain:explain", "Explain a client's tier or a ticket's rung, with every reason."),
    "diff": Verb("bridge.cli.diff:diff", "Show whom a changed policy would change, and how, before it is applied."),
    "replay": Verb(
        "bridge.cli.replay:replay", "Decide recorded history again: a difference is a bug, or the new policy's."
    ),
    "hold": Verb("bridge.cli.overrides:hold", "Stop replies and quotes on a ticket or for a client until a date."),
    "release": Verb("bridge.cli.overrides:release", "End a ticket's holds; a client's holds, grants and sessions."),
    "grant": Verb("bridge.cli.overrides:grant", "Give a client a tier until a date."),
    "session": Verb("bridge.cli.overrides:session", "Book a chat session for a client."),
    "pause": Verb("bridge.cli.overrides:pause", "Stop all replies and quotes until `bridge resume`."),
    "resume": Verb("bridge.cli.overrides:resume", "End the pause."),
    "guides": Verb("bridge.cli.guides:guides", "Measure how well tickets are read, and learn from the shop's own."),
    "erase": Verb("bridge.cli.erase:erase", "Erase a client's personal data from the store."),
    "store": Verb("bridge.cli.store:store", "Move the store to another database; SQLite to PostgreSQL, or back."),
    "sandbox": Verb("bridge.cli.sandbox:sandbox", "Run the sandbox billing system alone."),
}
