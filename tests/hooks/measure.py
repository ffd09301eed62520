"""What one event costs the page: ``python -m tests.hooks.measure [ROUNDS]``.

The module's way (one row in the page's own database, sent afterwards) beside what people do today: a cURL POST inside
the hook, to a bridge on this machine, to one 40 ms away, and to one that does not answer. A page is one request to
PHP's own server, on MariaDB, with one event; like every page of WHMCS it has asked its database before.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.hooks.vendor import VARIABLES
from tests.hooks.whmcs import Whmcs, installation

ROUNDS = 300
HANGING = 6  # pages suffice: each waits for its whole time
REPLY = VARIABLES["TicketUserReply"]

TIMED = """
WHMCS\\Database\\Capsule::table('tbltickets')->where('id', 1)->get();
$begun = hrtime(true); {act} return (hrtime(true) - $begun) / 1e6;
"""
RECORD = TIMED.format(act="run_hook('TicketUserReply', $with['vars']);")
POST = TIMED.format(
    act="""
    $curl = curl_init($with['url']);
    curl_setopt_array($curl, [
        CURLOPT_POST => true, CURLOPT_POSTFIELDS => json_encode($with['vars']), CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => 5, CURLOPT_TIMEOUT => 5,
    ]);
    curl_exec($curl);
    """
)
LISTEN = TIMED.format(act="require HARNESS_ROOT . '/modules/addons/supportbridge/hooks.php';")


@contextmanager
def answering(seconds: float) -> Iterator[str]:
    """Serve a bridge that answers after so long."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(seconds)
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # callers that gave up are what is measured
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def times(whmcs: Whmcs, code: str, rounds: int, url: str = "") -> list[float]:
    """Return how long it took in each of so many pages, in milliseconds."""
    return [float(whmcs.php(code, vars=REPLY, url=url)) for _ in range(rounds)]


def measure(whmcs: Whmcs, rounds: int) -> dict[str, list[float]]:
    whmcs.configure(bridge_url="https://bridge.example.com")
    times(whmcs, RECORD, 20)
    taken = {
        "every page: hooks.php is loaded": times(whmcs, LISTEN, rounds),
        "an event: one row (this module)": times(whmcs, RECORD, rounds),
    }
    for where, seconds in (("on this machine", 0.0), ("40 ms away", 0.04)):
        with answering(seconds) as url:
            taken[f"an event: cURL POST, bridge {where}"] = times(whmcs, POST, rounds, url)
    with answering(60) as url:
        taken["an event: cURL POST, bridge hangs (5 s limit)"] = times(whmcs, POST, HANGING, url)
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    table = Table("in the page", "median ms", "99 % ms", "worst ms", "pages")
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder), "mariadb") as whmcs:
        whmcs.install()
        for what, taken in measure(whmcs, rounds).items():
            ordered = sorted(taken)
            shown = (median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1])
            table.add_row(what, *(f"{each:.2f}" for each in shown), str(len(ordered)))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
