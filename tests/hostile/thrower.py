"""Requests that no client library would send, made by chance: each kind returns what goes over one connection."""

import random
from collections.abc import Callable

from tests.hostile.rig import EVENT
from tests.web.fakes import FOREIGN, TOKEN, signed

PATHS = ("/webhooks/whmcs", "/v1/tickets/7", "/v1/clients/42/entitlement", "/healthz", "/metrics", "/v1/tickets/7/hold")
METHODS = ("GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "DELETE", "BREW", "get", "P\0ST", "")

Wire = list[bytes]  # pieces, with a pause between two


class Thrower:
    """Makes requests by chance; each kind is a method that returns what goes over one connection."""

    def __init__(self, chance: random.Random, name: str) -> None:
        self.chance = chance
        self._name = name
        self._count = 0
        self.authentic: dict[str, bytes] = {}
        self.kinds: dict[str, Callable[[], Wire]] = {
            "line": self.line,
            "header": self.header,
            "header-bomb": self.header_bomb,
            "length": self.length,
            "chunked": self.chunked,
            "encoding": self.encoding,
            "expect": self.expect,
            "pipeline": self.pipeline,
            "path": self.path,
            "method": self.method,
            "smuggle": self.smuggle,
            "garbage": self.garbage,
            "mutated": self.mutated,
            "forged": self.forged,
            "signed": self.signed,
            "read": self.read,
            "hold": self.hold,
        }

    def identifier(self) -> str:
        self._count += 1
        return self.newest

    @property
    def newest(self) -> str:
        """The webhook-id that was used last."""
        return f"{self._name}-{self._count}"

    def noise(self, most: int) -> bytes:
        return self.chance.randbytes(self.chance.randrange(most))

    def good(self, body: bytes = EVENT) -> bytes:
        """Return a delivery that the secret signs, and remember it: this and nothing else may be stored."""
        identifier = self.identifier()
        self.authentic[identifier] = body
        return request(signed(body, identifier=identifier), body)

    # Kinds ------------------------------------------------------------------------------------------------------

    def line(self) -> Wire:
        version = self.chance.choice(
            ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTP/1.1", "", "HTTP/1.1 HTTP/1.1"]
        )
        gap = self.chance.choice([" ", "  ", "\t", "", "\0"])
        end = self.chance.choice(["\r\n", "\n", "\r", "\r\r\n"])
        return [f"{self._method()}{gap}{self._path()}{gap}{version}{end}Host: x{end}{end}".encode("latin-1", "replace")]

    def header(self) -> Wire:
        names = [
            "webhook-id",
            "webhook-signature",
            "Authorization",
            "Host",
            "Content-Type",
            "X-\0",
            "\xff",
            " lead",
            "",
        ]
        lines = [
            self.chance.choice(names).encode("latin-1")
            + self.chance.choice([b": ", b":", b" : ", b""])
            + self.noise(200)
            for _ in range(self.chance.randrange(1, 6))
        ]
        return [
            b"POST /webhooks/whmcs HTTP/1.1\r\nHost: x\r\n" + b"\r\n".join(lines) + b"\r\nContent-Length: 2\r\n\r\n{}"
        ]

    def header_bomb(self) -> Wire:
        match self.chance.randrange(3):
            case 0:
                lines = b"".join(b"X-%d: y\r\n" % number for number in range(self.chance.choice([90, 101, 3000])))
            case 1:
                lines = b"X: " + b"y" * self.chance.choice([60_000, 70_000, 300_000]) + b"\r\n"
            case _:
                lines = b"Cookie: a=b\r\n" * 5000
        return [b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n"]

    def length(self) -> Wire:
        lengths = [
            "-1",
            "+2",
            "0x2",
            "2, 2",
            "2 2",
            " 2 ",
            "\x002",
            "1e1",
            "٢",
            "9" * 19,
            "9" * 40,
            "",
            "262145",
            "-0",
            "02",
        ]
        lines = [f"Content-Length: {self.chance.choice(lengths)}" for _ in range(self.chance.choice([1, 1, 2]))]
        head = "\r\n".join(["POST /webhooks/whmcs HTTP/1.1", "Host: x", *lines])
        return [head.encode() + b"\r\n\r\n{}"]

    def chunked(self) -> Wire:
        sizes = [b"2", b"ffffffffffffffff", b"-1", b"2;x=y", b"0x2", b"", b"g", b"0", b"fffffffffffffffff", b"2\n"]
        coding = self.chance.choice(
            ["chunked", "Chunked", "gzip, chunked", "identity", "chunked, chunked", "\tchunked"]
        )
        headers = signed(EVENT, identifier=self.identifier()) | {"Transfer-Encoding": coding}
        chunks = b"".join(self.chance.choice(sizes) + b"\r\n{}\r\n" for _ in range(self.chance.randrange(1, 4)))
        return [request(headers, chunks + b"0\r\n\r\n", length=self.chance.choice([None, 2]))]

    def encoding(self) -> Wire:
        coding = self.chance.choice(["gzip", "br", "deflate", "identity", "", "zstd, gzip"])
        return [request(signed(EVENT, identifier=self.identifier()) | {"Content-Encoding": coding})]

    def expect(self) -> Wire:
        headers = signed(EVENT, identifier=self.identifier())
        wanted = self.chance.choice(["100-continue", "200-ok", "100-continue, x", "\0"])
        return [request(headers | {"Expect": wanted}, b""), EVENT[: self.chance.randrange(len(EVENT))]]

    def pipeline(self) -> Wire:
        kinds = [self.path, self.method, self.length, self.forged, self.signed, self.read]
        return [b"".join(piece for _ in range(self.chance.randrange(2, 12)) for piece in self.chance.choice(kinds)())]

    def path(self) -> Wire:
        parts = [
            "..",
            "%2e%2e",
            "%00",
            "%0d%0a",
            "//",
            "%ff",
            "é",
            "7",
            "0",
            "-7",
            "7" * 18,
            "7" * 5000,
            "1e3",
            "%37",
            ";",
            "?",
        ]
        path = "/v1/" + "/".join(self.chance.choice([*parts, "tickets", "clients"]) for _ in range(4))
        start = self.chance.choice(["", "http://evil.example", "*", "//evil.example"])
        query = self.chance.choice(
            ["", "?at=2026", "?at=%00", "?at=9999-12-31T23:59:59Z", "?" + "a=b&" * 3000, "?at=1&at=2"]
        )
        line = f"GET {start}{path}{query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token()}\r\n\r\n"
        return [line.encode("utf-8", "replace")]

    def method(self) -> Wire:
        line = f"{self._method()} {self._path()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self._token()}\r\n"
        return [line.encode() + b"Content-Length: 0\r\n\r\n"]

    def smuggle(self) -> Wire:
        inner = self.good()
        pair = self.chance.choice(
            [
                b"Content-Length: %d\r\nTransfer-Encoding: chunked" % len(inner),
                b"Transfer-Encoding: chunked\r\nContent-Length: 4",
                b"Content-Length: 0\r\nContent-Length: %d" % len(inner),
                b"Transfer-Encoding : chunked\r\nContent-Length: %d" % len(inner),
                b"Content-Length: %d\r\nTransfer-Encoding: xchunked" % len(inner),
                b"Transfer-Encoding:\x0bchunked",
                b"X: y\r\n Content-Length: %d" % len(inner),
            ]
        )
        return [b"POST /webhooks/whmcs HTTP/1.1\r\nHost: x\r\n" + pair + b"\r\n\r\n0\r\n\r\n" + inner]

    def garbage(self) -> Wire:
        return [self.noise(4000)]

    def mutated(self) -> Wire:
        """Flip, cut, double or insert bytes in a good request; its id is its own, so that a stored one is seen."""
        wire = bytearray(self.good())
        for _ in range(self.chance.randrange(1, 6)):
            place = self.chance.randrange(len(wire))
            match self.chance.randrange(4):
                case 0:
                    wire[place] ^= 1 << self.chance.randrange(8)
                case 1:
                    del wire[place : place + self.chance.randrange(40)]
                case 2:
                    wire[place:place] = wire[place : place + 30]
                case _:
                    wire[place:place] = self.noise(8)
            if not wire:
                break
        return [bytes(wire)]

    def forged(self) -> Wire:
        return [request(signed(EVENT, identifier=self.identifier(), secret=FOREIGN))]

    def signed(self) -> Wire:
        """Send what the secret signs, in pieces; the body may be anything."""
        bodies = [
            EVENT,
            b"[" * 100_000,
            b'{"a":' * 20_000,
            b"\xff\xfe",
            b"9" * 5000,
            b'{"a":1,"a":2}',
            self.noise(5000),
        ]
        body = self.chance.choice(bodies)
        wire = self.good(body)
        cut = sorted(self.chance.randrange(len(wire)) for _ in range(self.chance.randrange(3)))
        return [wire[start:end] for start, end in zip([0, *cut], [*cut, len(wire)], strict=True)]

    def read(self) -> Wire:
        line = f"GET {self._path()} HTTP/1.1\r\nHost: x\r\nAuthorization: {self._authorization()}\r\n\r\n"
        return [line.encode("latin-1", "replace")]

    def hold(self) -> Wire:
        body = self.chance.choice([b"{}", b"[", b"\0", b'{"until":"x","reason":"y"}', self.noise(6000)])
        kind = self.chance.choice(["tickets", "clients"])
        headers = {"Authorization": self._authorization(), "Content-Type": "application/json"}
        return [request(headers, body, path=f"/v1/{kind}/{self.chance.randrange(9)}/hold")]

    def _method(self) -> str:
        return self.chance.choice(METHODS)

    def _path(self) -> str:
        return self.chance.choice(
            [*PATHS, "/", "*", "/%", "http://x/healthz", "/webhooks/", "/webhooks/whmcs/..", "/nowhere"]
        )

    def _token(self) -> str:
        return self.chance.choice([TOKEN.reveal(), "wrong"])

    def _authorization(self) -> str:
        return self.chance.choice(
            ["Bearer wrong", "Basic eA==", "Bearer", "Bearer \xff", f"Bearer {TOKEN.reveal()}", "\0"]
        )


def request(
    headers: dict[str, str], body: bytes = EVENT, *, path: str = "/webhooks/whmcs", length: int | None = -1
) -> bytes:
    """Return a POST as bytes; ``length`` None leaves Content-Length out, -1 tells the truth."""
    announced = {} if length is None else {"Content-Length": str(len(body) if length == -1 else length)}
    lines = [f"POST {path} HTTP/1.1", "Host: x", *(f"{name}: {text}" for name, text in (headers | announced).items())]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body
