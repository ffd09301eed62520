"""The auditor sees what it must: whatever is wrong in a town, and only that."""

from dataclasses import replace

import pytest

from mappings.whmcs.sandbox.actor import Dump
from tests.journey.house import BRIDGE
from tests.kill.audit import Seen, judge
from tests.kill.stories import CLARIFICATION, GUIDE, NONE_LEFT, QUOTED, STORIES
from tests.kill.town import Transport

TOLD = {7: STORIES["climbs to a quote"]}


def reply(text: str) -> Dump:
    return {"admin": BRIDGE, "text": f"Hello, {text}."}


def ticket(*replies: Dump, notes: tuple[str, ...] = (NONE_LEFT, QUOTED), **changes: object) -> Dump:
    opening = {"admin": "", "text": "My website is broken"}
    tags = [f"support-{word}" for word in sorted(TOLD[7].tags)]
    noted = [{"text": text} for text in notes]
    return {"client": 4, "messages": [opening, *replies], "notes": noted, "tags": tags, "priority": "Medium"} | changes


GOOD_TICKET = ticket(reply(GUIDE), reply(CLARIFICATION))
GOOD = Seen(
    made=frozenset({"msg_1", "msg_2"}),
    acknowledged=frozenset({"msg_1", "msg_2"}),
    stored={"msg_1": "learned", "msg_2": "ignored"},
    parked={},
    under_way={},
    tickets={7: GOOD_TICKET},
    quotes={4: 1},
)


def test_a_town_in_order_is_found_so() -> None:
    found = judge(GOOD, Transport.ADDON, TOLD)
    assert found.is_good
    assert (found.wanted, found.once, found.lost, found.doubled, found.learned) == (5, 5, 0, 0, 2)


@pytest.mark.parametrize(
    ("wrong", "lost", "doubled"),
    [
        pytest.param({"tickets": {7: ticket(reply(GUIDE))}}, 1, 0, id="a reply is missing"),
        pytest.param(
            {"tickets": {7: ticket(reply(GUIDE), reply(GUIDE), reply(CLARIFICATION))}}, 0, 1, id="a reply twice"
        ),
        pytest.param({"tickets": {7: ticket(reply(CLARIFICATION), reply(GUIDE))}}, 0, 0, id="the wrong order"),
        pytest.param(
            {"tickets": {7: ticket(reply(GUIDE), reply(CLARIFICATION), reply("what else"))}}, 0, 0, id="one not wanted"
        ),
        pytest.param({"tickets": {7: GOOD_TICKET | {"notes": []}}}, 2, 0, id="notes are missing"),
        pytest.param({"tickets": {7: GOOD_TICKET | {"tags": ["support-rung-quote"]}}}, 0, 0, id="tags"),
        pytest.param({"tickets": {7: GOOD_TICKET | {"priority": "High"}}}, 0, 0, id="priority"),
        pytest.param({"quotes": {}}, 1, 0, id="no quote"),
        pytest.param({"quotes": {4: 2}}, 0, 1, id="two quotes"),
        pytest.param({"stored": {"msg_1": "learned"}}, 0, 0, id="acknowledged and not stored"),
        pytest.param({"stored": {"msg_1": "learned", "msg_2": "waiting"}}, 0, 0, id="never learned"),
        pytest.param({"stored": {**GOOD.stored, "msg_3": "learned"}}, 0, 0, id="stored and never made"),
        pytest.param({"acknowledged": frozenset({"msg_1"})}, 0, 0, id="never acknowledged"),
        pytest.param({"under_way": {"7": ["guide"]}}, 0, 0, id="a write under way"),
    ],
)
def test_whatever_is_wrong_is_found(wrong: dict[str, object], lost: int, doubled: int) -> None:
    found = judge(replace(GOOD, **wrong), Transport.ADDON, TOLD)  # type: ignore[arg-type]  # one field of each kind
    assert not found.is_good
    assert (found.lost, found.doubled) == (lost, doubled)


def test_what_is_missing_is_forgiven_where_something_waits_for_a_person_but_nothing_twice_is() -> None:
    waiting = replace(GOOD, parked={"7": ["clarify-1"]}, quotes={})
    assert judge(replace(waiting, tickets={7: ticket(reply(GUIDE), notes=())}), Transport.ADDON, TOLD).is_good
    assert not judge(replace(waiting, tickets={7: ticket(reply(GUIDE), reply(GUIDE))}), Transport.ADDON, TOLD).is_good


def test_without_the_addon_the_tags_are_looked_for_in_their_note() -> None:
    note = f"Support tags: {', '.join(GOOD_TICKET['tags'])}"
    kept = ticket(reply(GUIDE), reply(CLARIFICATION), notes=(NONE_LEFT, QUOTED, note), tags=[])
    assert judge(replace(GOOD, tickets={7: kept}), Transport.PLAIN, TOLD).is_good
    assert not judge(GOOD, Transport.PLAIN, TOLD).is_good
