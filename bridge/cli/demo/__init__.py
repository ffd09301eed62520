"""``bridge demo``: the whole promise played on this machine in seconds, over real HTTP with real signatures.

``stage`` starts a sandbox shop and the bridge, ``story`` acts and says what the policy wants of each act, ``telling``
shows it. It ends with 0 only if every write-back is what the policy says.
"""

import signal

import click

from bridge.cli.demo.stage import stage
from bridge.cli.demo.story import play
from bridge.cli.demo.telling import JsonTelling, PageTelling
from bridge.cli.errors import Ending
from bridge.cli.options import json_option
from bridge.cli.staying import listen_for_the_end, stay_up


@click.command()
@click.option("--keep", is_flag=True, help="Stay up afterwards, and print the addresses.")
@json_option
def demo(keep: bool, as_json: bool) -> Ending:
    """Play the story of four customers against a sandbox shop, and check every answer."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was set up is taken down again
    telling = JsonTelling() if as_json else PageTelling()
    with stage() as set_up:
        play(set_up, telling)
        ended = listen_for_the_end()
        telling.end(dict(set_up.addresses()) if keep else {})
        if keep:
            stay_up(ended)
    return Ending.DONE if telling.is_as_promised else Ending.FAILED
