"""``bridge sandbox``: the look-alike of a billing system alone, until it is interrupted.

Rule: what it prints is all that is needed to point a bridge, or a person, at it.
"""

import json
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import urlsplit

import click

from bridge.billing import Mapping
from bridge.cli.options import json_option
from bridge.cli.staying import listen_for_the_end, stay_up
from bridge.errors import UsageError

DEFAULT_LISTEN = "127.0.0.1:8200"


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
        raise click.BadParameter(f"{value!r} is no address of a bridge; write it like http://127.0.0.1:8100")
    return value


@click.command()
@click.option("--listen", default=DEFAULT_LISTEN, metavar="HOST:PORT", help=f"Default: {DEFAULT_LISTEN}. Port 0: any.")
@click.option("--system", default="whmcs", help="The billing system to look like. Default: whmcs.")
@click.option(
    "--bridge", metavar="URL", callback=_address, help="The bridge that its webhooks go to; without it they wait."
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what is done there in this file, and go on from it; without it nothing is kept.",
)
@json_option
def sandbox(listen: str, system: str, bridge: str | None, state: Path | None, as_json: bool) -> None:
    """Run the sandbox billing system alone."""
    webhook_url = f"{bridge.rstrip('/')}/webhooks/{system}" if bridge else None
    ended = listen_for_the_end()
    running = _mapping(system).sandbox(listen, webhook_url=webhook_url, state_file=state)
    try:
        _tell(dict(running.addresses()), kept=state, as_json=as_json)
        stay_up(ended)
    finally:
        running.stop()


def _mapping(system: str) -> Mapping:
    found = entry_points(group="bridge.billing", name=system)
    if not found:
        known = ", ".join(sorted(point.name for point in entry_points(group="bridge.billing")))
        raise UsageError(f"--system {system}: no such mapping is installed; there is {known or 'none'}")
    mapping: Mapping = next(iter(found)).load()
    return mapping


def _tell(addresses: dict[str, str], *, kept: Path | None, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(addresses))
        return
    width = max(map(len, addresses))
    for name, value in addresses.items():
        click.echo(f"{name:<{width}}  {value or '-'}")
    click.echo(f"\nInterrupt (Ctrl-C) to stop; {f'{kept} keeps its state' if kept else 'nothing is kept'}.")
