"""The nginx example, as it is but for addresses and the certificate: TLS outside, and nothing public but webhooks."""

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from tests.web.fakes import EVENT, signed
from tests.web.test_server import serving

EXAMPLE = Path(__file__).parents[2] / "deploy/nginx/bridge.conf"
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/bridge.conf;
}}
"""
SELF_SIGNED = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    " -subj /CN=localhost -addext subjectAltName=DNS:localhost"
)

pytestmark = pytest.mark.nginx


@dataclass(frozen=True)
class Front:
    """nginx before the bridge's real server."""

    port: int
    certificate: Path

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> int:
        """Ask over TLS and return the status."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        connection = HTTPSConnection("localhost", self.port, context=trusting, timeout=20)
        try:
            connection.request(method, path, body or None, headers or {})
            return connection.getresponse().status
        finally:
            connection.close()

    def ask_in_pieces(self, headers: dict[str, str]) -> int:
        """Send the event chunked, as some senders do."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        connection = HTTPSConnection("localhost", self.port, context=trusting, timeout=20)
        try:
            connection.request("POST", "/webhooks/whmcs", iter([EVENT]), headers, encode_chunked=True)
            return connection.getresponse().status
        finally:
            connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def certify(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    subprocess.run(
        [*SELF_SIGNED.split(), "-keyout", str(key), "-out", str(certificate)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return certificate, key


def adapted(example: str, *, behind: int, port: int, certificate: Path, key: Path) -> str:
    """Return the example with this machine's addresses; each place is there to be changed."""
    changes = {
        "127.0.0.1:8100": f"127.0.0.1:{behind}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "bridge.example.com": "localhost",
        "/etc/ssl/bridge/fullchain.pem": str(certificate),
        "/etc/ssl/bridge/privkey.pem": str(key),
    }
    for there, here in changes.items():
        assert there in example
        example = example.replace(there, here)
    return example


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate, key = certify(folder)
    with serving() as behind:
        port = free_port()
        example = adapted(EXAMPLE.read_text(), behind=behind.port, port=port, certificate=certificate, key=key)
        (folder / "bridge.conf").write_text(example)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
        command = ["nginx", "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False, timeout=30)
        assert tested.returncode == 0, tested.stderr
        with subprocess.Popen(command) as nginx:
            try:
                wait_for(port)
                yield Front(port, certificate)
            finally:
                nginx.terminate()


def test_a_signed_webhook_is_taken_over_tls(front: Front) -> None:
    assert front.ask("POST", "/webhooks/whmcs", EVENT, signed(identifier="msg_tls")) == 202


def test_a_webhook_sent_in_pieces_reaches_the_bridge_whole(front: Front) -> None:
    """The bridge itself asks for a length (411): nginx takes the pieces and says it."""
    assert front.ask_in_pieces(signed(identifier="msg_pieces")) == 202


def test_a_forged_webhook_is_refused_as_it_is_without_nginx(front: Front) -> None:
    forged = signed(identifier="msg_forged") | {"webhook-signature": "v1," + "A" * 43 + "="}
    assert front.ask("POST", "/webhooks/whmcs", EVENT, forged) == 401


def test_a_body_over_the_limit_never_reaches_the_bridge(front: Front) -> None:
    assert front.ask("POST", "/webhooks/whmcs", b"x" * (257 * 1024), signed()) == 413


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz", "/", "/webhooks/other"])
def test_nothing_but_webhooks_is_public(front: Front, path: str) -> None:
    assert front.ask("GET", path) == 404


def test_the_read_api_is_for_this_machine_and_asks_for_its_token(front: Front) -> None:
    assert front.ask("GET", "/v1/clients/42/entitlement") == 401


def test_a_webhook_is_posted_or_refused(front: Front) -> None:
    assert front.ask("GET", "/webhooks/whmcs") == 403
