"""What docs/security.md promises of the whole code, and that each test it names is there."""

import ast
import base64
import hmac
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks.webhooks import hmac_data

from bridge.logs import EventLines
from bridge.secrets import Secret
from bridge.web import admission, signature
from bridge.web.admission import Tokens
from bridge.web.signature import verify

ROOT = Path(__file__).parent.parent
CODE = sorted(path for room in ("bridge", "mappings") for path in (ROOT / room).rglob("*.py"))
PAGE = ROOT / "docs/security.md"
CITED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")

# WSGI wants a REMOTE_ADDR, and the sandbox stands for a billing system that admits addresses.
PASS_ON_AN_ADDRESS = {"bridge/web/rooms.py", "mappings/whmcs/sandbox/api.py"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "yaml"}
UNSAFE_CALLS = {"eval", "exec", "os.system", "os.popen"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def called(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def unsafe(source: str) -> set[str]:
    """Return what in a source could run what somebody sent."""
    tree = ast.parse(source)
    found = {module for module in imported(tree) if module in UNSAFE_MODULES}
    found |= {text for call in called(tree) if (text := ast.unparse(call.func)) in UNSAFE_CALLS}
    for call in called(tree):
        for keyword in call.keywords:
            is_true = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
            is_false = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            found |= {"shell=True"} if keyword.arg == "shell" and is_true else set()
            found |= {"verify=False"} if keyword.arg == "verify" and is_false else set()
    return found


def test_nothing_that_was_sent_can_be_run_and_tls_is_never_switched_off() -> None:
    found = {name(path): unsafe(path.read_text()) for path in CODE}
    assert not {file: what for file, what in found.items() if what}


@pytest.mark.parametrize(
    "source", ["import pickle", "from yaml import load", "eval('')", "os.system(x)", "a(shell=True)", "a(verify=False)"]
)
def test_what_could_be_run_is_found(source: str) -> None:
    assert unsafe(source)


def test_nobody_is_known_by_an_address_that_a_header_claims() -> None:
    """No header that names a client is read, so there is no hop to count; the server's own word is passed on unread."""
    claims = re.compile(r"x-forwarded|http_x_|forwarded_for|x-real-ip|remote_addr", re.IGNORECASE)
    assert {name(path) for path in CODE if claims.search(path.read_text())} <= PASS_ON_AN_ADDRESS


def counted(monkeypatch: pytest.MonkeyPatch, room: object) -> list[bool]:
    """Gather the outcome of each comparison in constant time that a room makes."""
    outcomes: list[bool] = []

    class Counting:
        @staticmethod
        def compare_digest(one: bytes, other: bytes) -> bool:
            outcomes.append(hmac.compare_digest(one, other))
            return outcomes[-1]

    monkeypatch.setattr(room, "hmac", Counting)
    return outcomes


@pytest.mark.parametrize("place", range(3))
def test_every_key_is_compared_with_every_signature_wherever_the_right_one_stands(
    monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    outcomes = counted(monkeypatch, signature)
    now, keys = datetime.now(UTC), (b"k" * 32, b"l" * 32)
    at = str(int(now.timestamp()))
    right = hmac_data(keys[0], f"msg_1.{at}.".encode() + b"{}")
    wrong = hmac_data(b"m" * 32, b"")
    digests = [right if number == place else wrong for number in range(3)]
    signatures = " ".join(f"v1,{base64.b64encode(one).decode()}" for one in digests)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": signatures}
    verify(headers, b"{}", keys, now=now, tolerance=timedelta(minutes=5))
    assert (len(outcomes), sum(outcomes)) == (6, 1)


def test_a_token_is_compared_with_every_token(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = counted(monkeypatch, admission)
    tokens = Tokens(tuple(Secret(f"token-{number}-0123456789abcdef", "env T") for number in range(3)))
    assert tokens.admits("Bearer token-0-0123456789abcdef")
    assert outcomes == [True, False, False]


@pytest.mark.parametrize("text", ["a\r\nb", "a\x1b[31mb", "a\x00b", "a\u2028b", "a\x85b", "a\u202eb"])
def test_nothing_that_is_logged_begins_a_line_or_is_obeyed_by_a_terminal(text: str) -> None:
    line = EventLines().format(logging.makeLogRecord({"msg": text, "error": text}))
    assert line.isprintable()
    assert len(line.splitlines()) == 1


def test_no_value_that_is_logged_passes_for_a_field_of_its_own() -> None:
    line = EventLines().format(logging.makeLogRecord({"msg": "write.done", "error": 'a" ticket=7'}))
    assert line.endswith('error="a\\" ticket=7"')


# The page ---------------------------------------------------------------------------------------------------------


def cited() -> list[tuple[str, str]]:
    return CITED.findall(PAGE.read_text())


@pytest.mark.parametrize(("file", "test"), sorted(set(cited())))
def test_a_test_that_the_page_names_is_there(file: str, test: str) -> None:
    assert (ROOT / file).is_file()
    assert not test or re.search(rf"^\s*def {test}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_every_line_of_the_checklist_names_its_proof() -> None:
    checklist = PAGE.read_text().split("## The checklist")[1].split("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in checklist.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 20
    unproven = [line for line, _, proof in rows if not (CITED.search(proof) or re.search(r"`(make|deploy/)", proof))]
    assert not unproven
