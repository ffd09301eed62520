"""The PHP of the tests, and what is said where there is none.

A test that needs it wears ``@pytest.mark.php``; one on MariaDB ``@pytest.mark.mysql`` too (``tests/conftest.py``
does the rest).
"""

import json
import os
import shutil
import subprocess
from functools import cache
from urllib.parse import urlsplit

VARIABLE = "BRIDGE_TEST_MYSQL"
URL = os.environ.get(VARIABLE) or "mysql://root@127.0.0.1:3306"
REMEDY = "install it (Debian: make debian as root; elsewhere PHP and what the Makefile names as DEBIAN)"
MYSQL_REMEDY = f"start MariaDB or MySQL, or name it: {VARIABLE}=mysql://USER:PASSWORD@HOST:PORT make test"

ILLUMINATE = "/usr/share/php/Illuminate/Database/autoload.php"
SMARTY = "/usr/share/php/smarty4/Smarty.class.php"


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a line of PHP."""
    return subprocess.run(
        ["php", "-r", code, "--", *arguments], capture_output=True, text=True, check=False, timeout=30
    )


@cache
def is_here() -> bool:
    """Tell whether there is a PHP with all that the harness needs."""
    if shutil.which("php") is None or shutil.which("phpcs") is None:
        return False
    needed = ("curl", "pdo_sqlite", "pdo_mysql", "mbstring", "posix")
    asked = " && ".join(f"extension_loaded('{each}')" for each in needed)
    return run(f"exit({asked} && is_file('{ILLUMINATE}') && is_file('{SMARTY}') ? 0 : 1);").returncode == 0


@cache
def has_mysql() -> bool:
    return is_here() and run(f"{_CONNECT} exit(0);", *_sign_in()).returncode == 0


def mysql(statement: str) -> None:
    """Run a statement on the server, outside any database."""
    done = run(f"{_CONNECT} $pdo->exec($argv[4]);", *_sign_in(), statement)
    assert done.returncode == 0, done.stderr + done.stdout


def sqlite_settings(folder: str) -> str:
    """Return what Capsule connects with, as JSON."""
    return json.dumps({"driver": "sqlite", "database": f"{folder}/whmcs.sqlite", "prefix": ""})


def mysql_settings(database: str) -> str:
    url = urlsplit(URL)
    return json.dumps(
        {
            "driver": "mysql",
            "host": url.hostname,
            "port": url.port or 3306,
            "username": url.username,
            "password": url.password or "",
            "database": database,
            "charset": "utf8mb4",
            "collation": "utf8mb4_unicode_ci",
        }
    )


_CONNECT = "$pdo = new PDO($argv[1], $argv[2], $argv[3], [PDO::ATTR_TIMEOUT => 2]);"


def _sign_in() -> tuple[str, str, str]:
    url = urlsplit(URL)
    return f"mysql:host={url.hostname};port={url.port or 3306}", url.username or "root", url.password or ""
