"""The outbox: signed, in order per subject, the same bytes until they are taken."""

import itertools
import time

from standardwebhooks import Webhook

from mappings.whmcs.sandbox import RunningSandbox
from mappings.whmcs.sandbox.actor import Actor
from tests.whmcs.sandbox.doors import Receiver, eventually


def test_an_event_is_signed_and_has_type_time_and_data(
    sandbox: RunningSandbox, actor: Actor, receiver: Receiver
) -> None:
    client = actor.sign_up()
    eventually(lambda: len(receiver.received) == 1)
    (delivery,) = receiver.received
    headers = {"webhook-id": delivery.id, "webhook-timestamp": str(delivery.timestamp)}
    Webhook(sandbox.secret).verify(delivery.body, {**headers, "webhook-signature": delivery.signature})
    assert delivery.event == {
        "type": "ClientAdd",
        "timestamp": "2026-03-01T12:00:00+00:00",
        "data": {"client_id": client, "user_id": 5000 + client, "userid": client},
    }
    assert abs(delivery.timestamp - time.time()) < 60, "the header is of the real clock"


def test_an_event_is_repeated_with_the_same_id_and_bytes_until_it_is_taken(actor: Actor, receiver: Receiver) -> None:
    receiver.answers[:] = [500, 404, 302, 202]
    actor.sign_up()
    eventually(lambda: actor.waiting_events() == 0)
    assert len(receiver.received) == 4
    assert len({(delivery.id, delivery.body) for delivery in receiver.received}) == 1
    (event,) = actor.outbox()["events"]
    assert (event["fate"], event["attempts"]) == ("delivered", [500, 404, 302, 202])


def test_a_subject_keeps_its_order_through_failures_and_others_go_on(
    actor: Actor, receiver: Receiver, client: int
) -> None:
    eventually(lambda: actor.waiting_events() == 0)
    receiver.received.clear()
    tickets = [actor.open_ticket(client, "A", "x"), actor.open_ticket(client, "B", "x")]
    receiver.answers[:] = [503, 503, 503]
    for _ in range(5):
        for ticket in tickets:
            actor.customer_replies(ticket, "more")
    eventually(lambda: actor.waiting_events() == 0)
    for ticket in tickets:
        told = [delivery.event["data"] for delivery in receiver.received]
        replies = [data.get("replyid", 0) for data in told if data["ticketid"] == ticket]
        assert [reply for reply, _ in itertools.groupby(replies)] == sorted(set(replies))


def test_while_paused_nothing_is_sent_and_nothing_is_lost(actor: Actor, receiver: Receiver) -> None:
    actor.conduct(paused=True)
    actor.sign_up()
    assert (actor.waiting_events(), receiver.received) == (1, [])
    actor.conduct(paused=False)
    eventually(lambda: len(receiver.received) == 1)


def test_without_anywhere_to_send_events_wait(actor: Actor) -> None:
    actor.sign_up()
    assert actor.waiting_events() == 1


def test_a_lossy_outbox_loses_events(actor: Actor, receiver: Receiver) -> None:
    actor.conduct(loss=1.0)
    actor.sign_up()
    eventually(lambda: actor.waiting_events() == 0)
    assert receiver.received == []
    assert actor.outbox()["events"][0]["fate"] == "lost"


def test_a_doubling_outbox_sends_the_same_event_twice(actor: Actor, receiver: Receiver) -> None:
    actor.conduct(doubling=1.0)
    actor.sign_up()
    eventually(lambda: len(receiver.received) == 2)
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)


def test_an_outbox_may_send_a_subjects_events_in_another_order(actor: Actor, receiver: Receiver, ticket: int) -> None:
    eventually(lambda: actor.waiting_events() == 0)
    receiver.received.clear()
    actor.conduct(paused=True, order="reversed")
    replies = [actor.customer_replies(ticket, "x") for _ in range(4)]
    actor.conduct(paused=False)
    eventually(lambda: actor.waiting_events() == 0)
    assert [delivery.event["data"]["replyid"] for delivery in receiver.received] == replies[::-1]


def test_a_shuffled_order_leaves_nothing_out(actor: Actor, receiver: Receiver, ticket: int) -> None:
    actor.conduct(paused=True, order="shuffled")
    replies = {actor.customer_replies(ticket, "x") for _ in range(6)}
    actor.conduct(paused=False)
    eventually(lambda: actor.waiting_events() == 0)
    told = {delivery.event["data"].get("replyid") for delivery in receiver.received}
    assert replies <= told


def test_an_event_can_be_sent_again_by_hand(actor: Actor, receiver: Receiver) -> None:
    actor.sign_up()
    eventually(lambda: actor.waiting_events() == 0)
    (event,) = actor.outbox()["events"]
    assert actor.send_again(event["id"]) == 202
    assert [delivery.id for delivery in receiver.received] == [event["id"]] * 2


def test_a_receiver_that_is_not_there_is_tried_again(actor: Actor, receiver: Receiver) -> None:
    url = actor.outbox()["url"]
    actor.conduct(url="http://127.0.0.1:9/")
    actor.sign_up()
    eventually(lambda: actor.outbox()["events"][0]["attempts"][:1] == [0])
    actor.conduct(url=url)
    eventually(lambda: len(receiver.received) == 1)
