"""``bridge check``: tells whether the configuration is right, and with ``--live`` whether the billing system agrees."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bridge.billing import NameFinding
from bridge.cli.errors import Ending
from bridge.cli.options import config_option, json_option
from bridge.cli.output import show
from bridge.config import Settings, load
from bridge.errors import ConfigError


@dataclass(frozen=True, slots=True)
class _Found:
    """What the billing system said: of itself, and to the names in the policy."""

    lines: Sequence[str] = ()
    names: Sequence[NameFinding] = ()

    @property
    def is_right(self) -> bool:
        return not any(finding.is_wrong for finding in self.names)


@click.command()
@config_option
@click.option(
    "--live", is_flag=True, help="Also ask the billing system: reached, signed in, clock, products, statuses."
)
@json_option
def check(config: Path, live: bool, as_json: bool) -> Ending:
    """Check the configuration: every value, the tiers and ladders, and every text by rendering it.

    All mistakes are told at once, as "file: key: what is wrong, what is allowed".
    """
    try:
        settings = load(config)
    except ConfigError as mistaken:
        if as_json:
            show(_mistakes(mistaken), as_json=True, page=list)
        raise
    found = _asked(settings) if live else _Found()
    show(_document(settings, found), as_json=as_json, page=lambda: _page(settings, found))
    return Ending.DONE if found.is_right else Ending.FAILED


def _asked(settings: Settings) -> _Found:
    """Ask the billing system; raises BillingError when it cannot be reached or signed in to."""
    from bridge import wiring  # noqa: PLC0415 - it brings the whole house, which checking a file does not need

    billing = wiring.billing(settings)
    return _Found(billing.check(), billing.check_names(settings.policy))


def _mistakes(mistaken: ConfigError) -> dict[str, object]:
    return {
        "is_right": False,
        "mistakes": [{"file": one.file, "key": one.key, "reason": one.reason} for one in mistaken.mistakes],
    }


def _document(settings: Settings, found: _Found) -> dict[str, object]:
    policy = settings.policy
    return {
        "is_right": found.is_right,
        "mistakes": [],
        "policy": policy.digest,
        "tiers": [tier.name for tier in policy.tiers],
        "topics": list(policy.topics),
        "live": list(found.lines),
        "names": [asdict(finding) for finding in found.names],
    }


def _page(settings: Settings, found: _Found) -> Iterator[str]:
    policy = settings.policy
    yield f"{settings.path} is right." if found.is_right else f"{settings.path} is sound, but names what is not there:"
    for finding in found.names:
        yield f"{settings.path}: {finding.key}: {finding.text}"
    yield f"Tiers, as they are asked: {', '.join(tier.name for tier in policy.tiers)}; and {policy.guest.name}."
    yield f"Topics: {', '.join(policy.topics) or 'none'}."
    yield f"Policy {policy.digest[:12]}."
    yield from found.lines
