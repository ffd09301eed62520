"""Brings a store's tables to what this version needs, by itself, whenever a store is opened.

Migrations only go forward, and only add: while a deploy is under way the version before still works on the same store.
They are written by hand, numbered in the order made (``migrations/versions``), and run in one transaction.
"""

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bridge.errors import StoreUnavailableError

log = logging.getLogger(__name__)

HEAD = "0004"  # the newest migration; a test compares
_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, within the caller's transaction."""
    present = revision(connection)
    if present == HEAD:
        return
    if present is not None and present > HEAD:
        log.warning("store.ahead", extra={"store": present, "program": HEAD})  # a newer version migrated it: it adds
        return
    _upgrade(connection)
    log.info("store.migrated", extra={"before": present, "now": HEAD})


def revision(connection: Connection) -> str | None:
    """Return the newest migration that the store has seen, None: there is no store yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        raise StoreUnavailableError("the store's alembic_version is empty: restore a backup")
    return str(found)


def _upgrade(connection: Connection) -> None:
    # Imported here: nine openings in ten find nothing to do, and commands should start quickly.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
