"""A typing error in a number is noticed: nobody believes that a customer is held who is not."""

from datetime import timedelta

import pytest

from bridge.core.model import About, Fact, Source, Subject, SubjectKind
from tests.cli.conftest import NOW, Place

UNTIL = ["--until", (NOW + timedelta(days=1)).isoformat()]
WHY = ["--reason", "on the phone"]


@pytest.fixture(autouse=True)
def _known(place: Place) -> None:
    """Let ticket 7 of client 42, and client 43, have been read."""
    place.store.tickets.upsert("7", client="42", is_open=True, policy=None, timeline_digest="")
    fact = Fact(About.CLIENT_STATUS, "Active", NOW, Source.READING, effect=NOW)
    place.store.facts.learn(Subject(SubjectKind.CLIENT, "43"), NOW, lambda _: [fact])


@pytest.mark.parametrize(
    ("arguments", "is_known"),
    [
        (["hold", "ticket", "7", *UNTIL, *WHY], True),
        (["hold", "ticket", "9999", *UNTIL, *WHY], False),
        (["hold", "client", "42", *UNTIL, *WHY], True),
        (["release", "client", "43"], True),
        (["release", "ticket", "9999"], False),
        (["grant", "client", "9999", "professional", *UNTIL, *WHY], False),
        (["session", "client", "9999", "--from", NOW.isoformat(), *UNTIL], False),
    ],
)
def test_what_was_never_read_is_held_and_doubted(place: Place, arguments: list[str], is_known: bool) -> None:
    told = place.told(*arguments)
    assert told["is_known"] is is_known
    assert ("has never read" in told["said"]) is not is_known


def test_a_hold_on_what_was_never_read_holds_all_the_same(place: Place) -> None:
    place.page("hold", "ticket", "9999", *UNTIL, *WHY)
    (held,) = place.store.overrides.of([Subject(SubjectKind.TICKET, "9999")])
    assert held.lasts_at(NOW)
