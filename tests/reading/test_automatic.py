"""The bridge never answers an automatic message, and never takes a person for a machine (W4)."""

import pytest

from bridge.core.model import Message
from bridge.reading import reader
from tests.reading.shop import message, policy

_READER = reader(policy())


def is_automatic(mail: Message, subject: str = "Re: ticket") -> bool:
    return _READER.is_automatic(subject, mail)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("auto-submitted", "auto-generated; type=x"),
        ("X-Autoreply", "yes"),
        ("Precedence", "bulk"),
        ("Precedence", "auto_reply"),
        ("X-Failed-Recipients", "a@example.com"),
        ("Return-Path", "<>"),
        ("Content-Type", "multipart/report; report-type=delivery-status"),
    ],
)
def test_headers_of_machines_are_believed(name: str, value: str) -> None:
    assert is_automatic(message("anything?", headers=((name, value),)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "no"),
        ("Precedence", "list"),
        ("X-Auto-Response-Suppress", "All"),
        ("Return-Path", "<jane@example.com>"),
        ("Content-Type", "text/plain"),
    ],
)
def test_headers_that_people_send_too_say_nothing(name: str, value: str) -> None:
    assert not is_automatic(message("my site is down", headers=((name, value),)))


@pytest.mark.parametrize(
    "email",
    [
        "MAILER-DAEMON@example.com",
        "postmaster@example.com",
        "no-reply@example.com",
        "noreply+12@example.com",
        "do_not_reply@example.com",
        "nao-responda@example.pt",
        "bounces+1-a=b@example.com",
    ],
)
def test_senders_that_nobody_reads_are_machines(email: str) -> None:
    assert is_automatic(message("anything", email=email))


@pytest.mark.parametrize(
    "email", ["jane@example.com", "noreen@example.com", "reply@example.com", "auto@example.com", ""]
)
def test_senders_with_people_behind_are_people(email: str) -> None:
    assert not is_automatic(message("my site is down", email=email))


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your ticket",
        "Out of office",
        "Out of Office Re: ticket",
        "Delivery Status Notification (Failure)",
        "Undelivered Mail Returned to Sender",
        "Resposta automática: Ticket",
        "Respuesta automática: Ticket",
        "Automatische Antwort: Ticket",
        "Abwesenheitsnotiz",
        "Réponse automatique : Ticket",
    ],
)
def test_the_subject_that_a_machine_gave_its_ticket_tells_it(subject: str) -> None:
    assert is_automatic(message("I am away until 12 May."), subject)


def test_the_tickets_subject_says_nothing_about_later_messages() -> None:
    assert not is_automatic(message("hello, a person now", id=7), "Automatic reply: Your ticket")


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office until Monday. For urgent matters contact sales@example.com.",
        "Thank you for your email. This is an automated response.",
        "This is the mail system at host mail.example.com.",
        "Estou ausente até segunda-feira, voltarei a contactar.",
        "Estoy de vacaciones, contacte con mi compañera.",
        "Ich bin derzeit im Urlaub. In dringenden Fällen kontaktieren Sie bitte Herrn Maier.",
        "Je suis en congés, je répondrai à mon retour.",
    ],
)
def test_an_opening_that_says_so_is_believed_in_any_message(text: str) -> None:
    assert is_automatic(message(text, id=9))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply", "How do I set up an automatic reply?"),
        ("Out of office", "My out of office message is not sent, can you help"),
        ("Mail", "I am out of the office until Monday, can you fix it until then?"),
        ("Bounce", "I get this:\nThis is the mail system at host mail.example.com.\nWhat is wrong?"),
        ("Re: ticket", "> This is an automated response.\n\nWho is reading this"),
        ("Re: ticket", "I am on holiday next week"),
        ("Out of office", "the text has the wrong date"),
    ],
)
def test_people_who_paste_or_ask_about_automatic_mail_are_people(subject: str, text: str) -> None:
    assert not is_automatic(message(text), subject)


def test_the_admins_patterns_are_read_in_subject_and_text() -> None:
    shop = reader(policy(automatic=(r"^\[monitor\]", r"ticket closed by robot \d+")))
    assert shop.is_automatic("[Monitor] disk full", message("91 %"))
    assert shop.is_automatic("Re: x", message("Ticket closed by robot 12", id=3))
    assert not shop.is_automatic("[Monitor] disk full", message("thanks, a person wrote this", id=3))
    assert not shop.is_automatic("Re: x", message("> Ticket closed by robot 12\nwhy"))
