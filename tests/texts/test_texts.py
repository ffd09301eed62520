"""Which text is said in which language, and with what in it."""

from datetime import date

import pytest

from bridge.core.actions import NoteReason
from tests.texts.conftest import Shelf

LANGUAGES = ("en", "pt", "es", "de", "fr")
VALUES = {
    "client": {"first_name": "Ana"},
    "ticket": {"number": "ABC-123456", "subject": "My site"},
    "guide": {"title": "A title", "url": "https://example.com/guide", "text": ""},
    "quote": {"number": "12", "valid_until": date(2026, 3, 15)},
    "tier": "best-effort",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_guide_greets_and_links_the_guide(shelf: Shelf, language: str) -> None:
    text = shelf.sound().reply("guide", language, VALUES)
    assert "Ana" in text
    assert "https://example.com/guide" in text
    assert "https://example.com/policy" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_quote_text_has_the_number_and_the_last_day(shelf: Shelf, language: str) -> None:
    text = shelf.sound().reply("quote-sent", language, VALUES)
    assert "12" in text
    assert "15/03/2026" in text


def test_each_language_has_its_own_words(shelf: Shelf) -> None:
    texts = shelf.sound()
    assert len({texts.reply("guide", language, VALUES) for language in LANGUAGES}) == len(LANGUAGES)


def test_who_has_no_name_is_greeted_without_one(shelf: Shelf) -> None:
    assert shelf.sound().reply("guide", "en", {}).startswith("Hello,")


@pytest.mark.parametrize(
    ("there", "language", "said"),
    [
        (("pt/guide.md", "en/guide.md", "guide.md"), "pt", "pt/guide.md"),
        (("en/guide.md", "guide.md"), "pt", "en/guide.md"),
        (("guide.md",), "pt", "guide.md"),
        (("pt/guide.md",), "pt", "pt/guide.md"),
        (("pt/guide.md", "en/guide.md"), "", "en/guide.md"),
        (("pt/guide.md", "en/guide.md"), "it", "en/guide.md"),
    ],
)
def test_the_admins_text_is_looked_for_by_language(
    shelf: Shelf, there: tuple[str, ...], language: str, said: str
) -> None:
    for name in there:
        shelf.put(name, f"This is {name}.")
    assert shelf.sound().reply("guide", language, VALUES) == f"This is {said}."


@pytest.mark.parametrize(("default", "greeting"), [("pt", "Olá"), ("it", "Hello"), ("en", "Hello")])
def test_a_language_without_any_text_gets_the_default_one_and_then_english(
    shelf: Shelf, default: str, greeting: str
) -> None:
    assert shelf.sound(language=default).reply("guide", "sv", VALUES).startswith(greeting)


def test_a_clarification_in_the_folder_is_looked_for_by_language(shelf: Shelf) -> None:
    shelf.put("wordpress-1.md", "in any language")
    shelf.put("pt/wordpress-1.md", "em português")
    texts = shelf.sound("replies/wordpress-1.md")
    assert texts.reply("replies/wordpress-1.md", "pt", VALUES) == "em português"
    assert texts.reply("replies/wordpress-1.md", "de", VALUES) == "in any language"


def test_a_clarification_may_lie_elsewhere(shelf: Shelf) -> None:
    (shelf.beside / "other.md").write_text("from beside")
    assert shelf.sound("other.md").reply("other.md", "pt", VALUES) == "from beside"


def test_what_a_customer_wrote_is_harmless_in_a_reply(shelf: Shelf) -> None:
    shelf.put("guide.md", "{{ client.first_name }}|{{ ticket.subject }}|{{ guide.title }}")
    bad = {"client": {"first_name": "{$x}"}, "ticket": {"subject": "<b>[NAME]</b>"}, "guide": {"title": "*our* own"}}
    assert shelf.sound().reply("guide", "en", bad) == "&#123;$x&#125;|&#60;b&#62;&#91;NAME&#93;&#60;/b&#62;|*our* own"


def test_customer_text_is_never_a_template(shelf: Shelf) -> None:
    shelf.put("guide.md", "{{ ticket.subject }}")
    assert "49" not in shelf.sound().reply("guide", "en", {"ticket": {"subject": "{{ 7 * 7 }}"}})


@pytest.mark.parametrize(
    ("reason", "given", "said"),
    [
        (
            NoteReason.ABSTAINED,
            {"candidates": ({"topic": "dns", "score": 0.9},), "why": "below 1.0"},
            ("- dns: 0.90", "below 1.0"),
        ),
        (
            NoteReason.NONE_LEFT,
            {"topic": "wordpress", "sent": ("guide", "clarify-1")},
            ("wordpress", "- guide\n- clarify-1"),
        ),
        (
            NoteReason.QUOTE,
            {"quote": {"number": "12", "valid_until": date(2026, 3, 15)}},
            ("quote 12", "not sent", "15/03/2026"),
        ),
        (NoteReason.QUOTE, {"quote": {"number": "12"}, "is_sent": True}, ("drafted and sent",)),
        (NoteReason.CAP, {"withheld": "clarify-1", "why": "3 today"}, ("(clarify-1)", "3 today", "limit")),
        (NoteReason.ANSWER_FROM, {"withheld": "guide"}, ("(guide)", "older")),
    ],
)
def test_a_note_says_why_it_is_left(shelf: Shelf, reason: str, given: dict[str, object], said: tuple[str, ...]) -> None:
    """W3: the reasons for which staff are told."""
    note = shelf.sound().note(reason, given)
    assert all(part in note for part in said)


def test_every_note_can_be_said_with_nothing_known(shelf: Shelf) -> None:
    texts = shelf.sound()
    assert all(texts.note(reason, {}) for reason in NoteReason)


def test_the_admin_may_write_notes_too(shelf: Shelf) -> None:
    shelf.put("notes/cap.md", "Held: {{ withheld }}.")
    assert shelf.sound().note("cap", {"withheld": "guide"}) == "Held: guide."


def test_a_digest_changes_with_any_language_of_a_text_and_with_nothing_else(shelf: Shelf) -> None:
    shelf.put("one.md", "one")
    shelf.put("two.md", "two")
    first = shelf.sound("replies/one.md", "replies/two.md")
    shelf.put("pt/one.md", "um")
    second = shelf.sound("replies/one.md", "replies/two.md")
    assert first.digest("replies/one.md") != second.digest("replies/one.md")
    assert first.digest("replies/two.md") == second.digest("replies/two.md")
    assert first.digest("guide") == second.digest("guide")
