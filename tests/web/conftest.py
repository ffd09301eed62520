"""Fixtures of the web's tests: a house of fakes and a client that asks it."""

import pytest
from flask.testing import FlaskClient

from bridge.web.app import create_app
from tests.web.fakes import FakeHouse


@pytest.fixture
def house() -> FakeHouse:
    return FakeHouse()


@pytest.fixture
def client(house: FakeHouse) -> FlaskClient:
    return create_app(house.services).test_client()
