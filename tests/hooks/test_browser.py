"""The screens in a real browser: it sees what is meant to be seen, runs nothing that was sent, and paints it."""

import struct
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.core.model import Subject, SubjectKind
from tests.hooks import bridges, browser
from tests.hooks.screens import CLIENT, FORM, MODULE, TICKET, Screens, screens
from tests.web.fakes import NOW

pytestmark = [pytest.mark.php, pytest.mark.browser]

LEAST_COLOURS = 40  # a page that was not painted has one or two


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    with screens(tmp_path_factory.mktemp("whmcs")) as opened:
        opened.bridge.desk.hold(Subject(SubjectKind.TICKET, "7"), NOW + timedelta(days=1), "on the phone")
        yield opened


def pixels(png: bytes) -> tuple[int, int, set[bytes]]:
    """Return a picture's width, height and the byte patterns of its filtered rows: few where nothing was painted."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    raw = zlib.decompress(data)
    row = len(raw) // height
    return width, height, {raw[y * row : (y + 1) * row] for y in range(height)}


@pytest.mark.parametrize("page", [TICKET, CLIENT, MODULE, FORM])
def test_the_page_is_painted(seen: Screens, page: str, tmp_path: Path) -> None:
    png = browser.picture(seen.whmcs.url + page, tmp_path / "page.png", tmp_path / "profile")
    width, height, rows = pixels(png)
    assert (width, height) == (1060, 620)
    assert len(rows) > LEAST_COLOURS


def test_a_browser_sees_the_ladder_the_hold_and_the_buttons(seen: Screens, tmp_path: Path) -> None:
    dom = browser.dom(seen.whmcs.url + TICKET, tmp_path / "profile")
    for said in ('<li class="sb-now">clarify</li>', "on the phone", ">Hold</a>", ">Release</a>", "</details>"):
        assert said in dom


def test_a_browser_runs_nothing_that_the_bridge_sent(seen: Screens, tmp_path: Path) -> None:
    attack = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
    why = [{"rule": "L2", "fact": attack, attack: attack}]
    seen.bridge.tell(ticket={**bridges.TICKET, "tier": attack, "because": why, "waiting_for": f'" onclick="{attack}'})
    seen.forget()
    dom = browser.dom(seen.whmcs.url + TICKET, tmp_path / "profile")
    seen.bridge.tell(ticket=bridges.TICKET)
    seen.forget()
    assert "&lt;img src=x" in dom
    assert "<title>View Ticket #7</title>" in dom
    assert "<img" not in dom
