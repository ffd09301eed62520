"""Addresses in the config: of the billing system, of pages for customers, of our own server and store."""

import ipaddress
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from bridge.config.words import line

_LISTEN = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:\[\]/]+)):(\d{1,5})")
SQLITE = "sqlite:///"
POSTGRES = "postgresql+psycopg://"


class Listen(NamedTuple):
    """Where a server listens; port 0 lets the system choose a free one."""

    host: str
    port: int


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine by its very name or number; no name is looked up."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def billing_url(value: object) -> str:
    """Return the billing system's address, ending with a slash; https, unless it is on this machine."""
    parts = _split(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise ValueError("must begin with https:// (http:// is for loopback addresses only)")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError('must be the plain address such as "https://billing.example.com/": no user, ? or #')
    return parts.geturl().rstrip("/") + "/"


def page(value: object) -> str:
    """Return the address of a page that customers may open."""
    parts = _split(value)
    if parts.scheme not in {"https", "http"}:
        raise ValueError("must begin with https:// or http://")
    return parts.geturl()


def listen(value: object) -> Listen:
    """Return host and port from "127.0.0.1:8100" or "[::1]:8100"."""
    match = _LISTEN.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[3]) > 65_535:
        raise ValueError('must be HOST:PORT such as "127.0.0.1:8100" or "[::1]:8100"')
    return Listen(match[1] or match[2], int(match[3]))


def store_url(value: object, *, may_hold_password: bool = False) -> str:
    """Return the store's address; a password only where it is kept as a secret is, never in a plain string."""
    url = line(value)
    if url.startswith("postgresql://"):
        url = POSTGRES + url.removeprefix("postgresql://")
    if url.startswith(POSTGRES):
        if urlsplit(url).password is not None and not may_hold_password:
            raise ValueError(
                'has a password in it; write the whole url as url = { env = "NAME" }, or use PGPASSWORD or ~/.pgpass'
            )
        return url
    if url.startswith(SQLITE) and url != SQLITE and ":memory:" not in url:
        return url
    raise ValueError('must be "sqlite:///FILE" (a file that lasts) or "postgresql+psycopg://USER@HOST/DATABASE"')


def in_folder(url: str, folder: Path) -> str:
    """Return a store's address with a relative SQLite file made absolute: relative to the config file's folder."""
    if not url.startswith(SQLITE):
        return url
    file, mark, query = url.removeprefix(SQLITE).partition("?")
    return f"{SQLITE}{(folder / file).absolute()}{mark}{query}"


def _split(value: object) -> SplitResult:
    try:
        parts = urlsplit(line(value))
        _ = parts.port  # reading it is what checks it
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if not parts.hostname or " " in parts.geturl():
        raise ValueError('must be a whole address such as "https://billing.example.com/"')
    return parts
