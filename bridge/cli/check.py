"""``bridge check``: tells whether the configuration is right, and with ``--live`` whether the billing system agrees."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bridge.cli.options import config_option, json_option
from bridge.cli.output import show
from bridge.config import Settings, load
from bridge.errors import ConfigError


@click.command()
@config_option
@click.option("--live", is_flag=True, help="Also ask the billing system: reached, signed in, clock, time zone, tags.")
@json_option
def check(config: Path, live: bool, as_json: bool) -> None:
    """Check the configuration: every value, the tiers and ladders, and every text by rendering it.

    All mistakes are told at once, as "file: key: what is wrong, what is allowed".
    """
    try:
        settings = load(config)
    except ConfigError as mistaken:
        if as_json:
            show(_mistakes(mistaken), as_json=True, page=list)
        raise
    found = asked(settings) if live else ()
    show(_document(settings, found), as_json=as_json, page=lambda: _page(settings, found))


def asked(settings: Settings) -> Sequence[str]:
    """Ask the billing system; raises BillingError when it cannot be reached or signed in to."""
    from bridge import wiring  # noqa: PLC0415 - it brings the whole house, which checking a file does not need

    return wiring.billing(settings).check()


def _mistakes(mistaken: ConfigError) -> dict[str, object]:
    return {
        "is_right": False,
        "mistakes": [{"file": one.file, "key": one.key, "reason": one.reason} for one in mistaken.mistakes],
    }


def _document(settings: Settings, found: Sequence[str]) -> dict[str, object]:
    policy = settings.policy
    return {
        "is_right": True,
        "mistakes": [],
        "policy": policy.digest,
        "tiers": [tier.name for tier in policy.tiers],
        "topics": list(policy.topics),
        "live": list(found),
    }


def _page(settings: Settings, found: Sequence[str]) -> Iterator[str]:
    policy = settings.policy
    yield f"{settings.path} is right."
    yield f"Tiers, as they are asked: {', '.join(tier.name for tier in policy.tiers)}; and {policy.guest.name}."
    yield f"Topics: {', '.join(policy.topics) or 'none'}."
    yield f"Policy {policy.digest[:12]}."
    yield from found
