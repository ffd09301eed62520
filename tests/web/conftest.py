"""Fixtures of the web's tests: a house of fakes and a client that asks it."""

import pytest
from werkzeug.test import Client

from tests.web.asking import client_of
from tests.web.fakes import FakeHouse


@pytest.fixture
def house() -> FakeHouse:
    return FakeHouse()


@pytest.fixture
def client(house: FakeHouse) -> Client:
    return client_of(house.services)
