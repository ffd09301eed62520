"""The PostgreSQL server of the tests, and what is said where there is none.

A test that needs it wears ``@pytest.mark.postgres`` (``tests/conftest.py`` does the rest) and makes a schema or
database of its own in there.
"""

import os
from functools import cache

import psycopg
from sqlalchemy import make_url

VARIABLE = "BRIDGE_TEST_POSTGRES"
URL = os.environ.get(VARIABLE) or "postgresql+psycopg://postgres@127.0.0.1:5432/test"
REMEDY = f"start one, or name it: {VARIABLE}=postgresql+psycopg://USER@HOST/DATABASE make test"


@cache
def is_reachable() -> bool:
    """Tell whether the server answers, within two seconds."""
    address = make_url(URL).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
