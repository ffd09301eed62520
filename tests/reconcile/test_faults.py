"""Whatever answer a command meets, the end is the same (W3, reliability.md "API faults")."""

from collections.abc import Mapping

import pytest

from bridge.billing import ChangePriority, ChangeTags, Command, CreateQuote, PostNote, PostReply, SendQuote
from bridge.core.model import WriteState
from bridge.reconcile.commands import command_from
from tests.reconcile.maker import Maker
from tests.reconcile.shop import Fate
from tests.reconcile.stories import STORIES, set_up

COMMANDS: dict[str, tuple[str, type[Command], str]] = {
    "reply": ("reply", PostReply, "guide"),
    "tags": ("reply", ChangeTags, ""),
    "note": ("note", PostNote, "note-abstained"),
    "priority": ("priority", ChangePriority, "priority-execute"),
    "quote": ("quote", CreateQuote, "quote"),
    "delivery": ("quote", SendQuote, "quote-delivery"),
    "telling of it": ("quote", PostReply, "quote-sent"),
}
FLAVOURS = pytest.mark.parametrize("enforces_keys", [True, False], ids=["keys", "plain"])
PASSING = [fate for fate in Fate if fate is not Fate.REFUSED]


@FLAVOURS
@pytest.mark.parametrize("fate", PASSING)
@pytest.mark.parametrize(("name", "command", "key"), COMMANDS.values(), ids=COMMANDS)
def test_a_fault_changes_nothing_in_the_end(  # noqa: PLR0917 - what the table has, and the fixtures
    benches: Maker,
    promises: Mapping[str, object],
    name: str,
    command: type[Command],
    key: str,
    fate: Fate,
    enforces_keys: bool,
) -> None:
    bench = set_up(benches, name, enforces_keys=enforces_keys)
    bench.shop.meet(command, fate)
    STORIES[name].happen(bench)
    bench.settle()
    assert bench.shop.seen() == promises[name]


REFUSABLE = [row for row in COMMANDS.values() if row[2]]


@FLAVOURS
@pytest.mark.parametrize(("name", "command", "key"), REFUSABLE, ids=[key for _, _, key in REFUSABLE])
def test_what_was_refused_waits_for_a_person_who_can_have_it_written_after_all(
    benches: Maker, name: str, command: type[Command], key: str, enforces_keys: bool
) -> None:
    bench = set_up(benches, name, enforces_keys=enforces_keys)
    bench.shop.meet(command, Fate.REFUSED)
    STORIES[name].happen(bench)
    bench.settle()
    assert (bench.write("7", key).state, bench.write("7", key).error) == (WriteState.REFUSED, "Not allowed")
    assert bench.store.status(bench.clock()).writes_parked == 1
    assert bench.store.writes.retry("7", key, bench.clock(), reason="the role has its permission now")
    bench.settle()
    assert {write.state for write in bench.store.writes.of(["7"])} == {WriteState.DONE}
    assert len(bench.store.writes.of(["7"])) == STORIES[name].writes


@FLAVOURS
@pytest.mark.parametrize(("command", "key"), [(CreateQuote, "quote"), (PostReply, "quote-sent")])
def test_a_person_who_has_sent_anew_what_was_done_after_all_doubles_nothing(
    benches: Maker, promises: Mapping[str, object], command: type[Command], key: str, enforces_keys: bool
) -> None:
    """W3, Q4: before a write is sent anew the shop is read, and shows what the person overlooked."""
    bench = set_up(benches, "quote", enforces_keys=enforces_keys)
    bench.shop.meet(command, Fate.REFUSED)
    STORIES["quote"].happen(bench)
    bench.settle()
    record = bench.store.writes.record("7", key)
    assert record is not None
    bench.shop._do(command_from(record.write.kind, record.payload))
    assert bench.store.writes.retry("7", key, bench.clock(), reason="I do not see it")
    bench.settle()
    assert bench.shop.seen() == promises["quote"]


def test_what_a_person_left_at_that_is_not_sent_and_explained_as_theirs(benches: Maker) -> None:
    bench = set_up(benches, "reply", enforces_keys=True)
    bench.shop.meet(PostReply, Fate.REFUSED)
    STORIES["reply"].happen(bench)
    bench.settle()
    assert bench.store.writes.abandon("7", "guide", bench.clock(), reason="told them on the phone")
    bench.settle()
    assert bench.shop.said("7") == []
    assert "left at that by a person" in str(bench.explained("7")["withheld"])


def test_what_was_refused_leaves_its_ticket_and_all_others_at_work(benches: Maker) -> None:
    bench = set_up(benches, "reply", enforces_keys=True)
    bench.shop.meet(PostReply, Fate.REFUSED)
    STORIES["reply"].happen(bench)
    bench.settle()
    assert {"needs-staff", "rung-guide"} <= bench.shop.tags("7")
    assert bench.store.agenda.counts(bench.clock()).failing == 0
    bench.opens("8", "I need help to change a DNS entry on my service.")
    bench.settle()
    assert len(bench.shop.said("8")) == 1


def test_tags_that_are_refused_are_tried_again_later(benches: Maker) -> None:
    bench = set_up(benches, "reply", enforces_keys=True)
    bench.shop.meet(ChangeTags, Fate.REFUSED, Fate.REFUSED)
    STORIES["reply"].happen(bench)
    assert bench.settle() == 4  # twice refused, once done; and the client, whom the first look found to be news
    assert "best-effort" in bench.shop.tags("7")
    assert len(bench.shop.said("7")) == 1


@pytest.mark.parametrize("fates", [(Fate.LOST, Fate.LOST), (Fate.LOST, Fate.APPLIED), (Fate.APPLIED_LATE, Fate.LOST)])
def test_to_a_customer_nothing_is_said_twice_whatever_two_attempts_meet(
    benches: Maker, fates: tuple[Fate, ...]
) -> None:
    bench = set_up(benches, "reply", enforces_keys=False)
    bench.shop.meet(PostReply, *fates)
    STORIES["reply"].happen(bench)
    bench.settle()
    said = len(bench.shop.said("7"))
    assert said == (0 if set(fates) == {Fate.LOST} else 1)
    assert bench.write("7", "guide").state is (WriteState.DONE if said else WriteState.PARKED)


def test_a_reading_that_shows_the_ticket_as_it_was_does_not_lead_to_a_second_reply(benches: Maker) -> None:
    bench = set_up(benches, "reply", enforces_keys=False)
    bench.shop.meet(PostReply, Fate.APPLIED)
    STORIES["reply"].happen(bench)
    bench.shop.read_stale("7", times=2)
    bench.settle()
    assert len(bench.shop.said("7")) == 1


def test_while_the_shop_is_down_nothing_is_lost_and_afterwards_all_is_written_once(
    benches: Maker, promises: Mapping[str, object]
) -> None:
    bench = set_up(benches, "quote", enforces_keys=False)
    bench.shop.is_down = True
    STORIES["quote"].happen(bench)
    for _ in range(5):
        bench.turn()
        bench.pass_time(60)
    assert bench.store.agenda.counts(bench.clock()).failing == 1
    bench.shop.is_down = False
    bench.settle()
    assert bench.shop.seen() == promises["quote"]
    assert bench.store.agenda.counts(bench.clock()).failing == 0
