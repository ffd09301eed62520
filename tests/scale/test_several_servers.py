"""A URL may name a standby beside the server: the one that takes writes is used."""

from contextlib import closing
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from bridge.config.addresses import store_url
from bridge.store import open_store
from bridge.store.deliveries import Acceptance
from tests.kill.ports import reserved
from tests.store.fixtures import delivery, postgres_url, ticket


@pytest.mark.postgres
def test_a_server_that_is_down_is_passed_over() -> None:
    with postgres_url() as here, reserved(1) as (nobody,):
        url = make_url(here)
        hosts = f"host=127.0.0.1:{nobody}&host={url.host}:{url.port or 5432}&target_session_attrs=read-write"
        who = url.username if url.password is None else f"{url.username}:{quote(str(url.password))}"
        several = f"{url.drivername}://{who}@/{url.database}?{hosts}&options={quote(str(url.query['options']))}"
        with closing(open_store(store_url(several, may_hold_password=True))) as store:
            assert store.deliveries.accept(delivery("a", ticket("7"))) is Acceptance.NEW
