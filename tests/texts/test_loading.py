"""Every text is proven at load, in every language; what is wrong is named with its file and line."""

import pytest

from bridge.texts.template import LONGEST_TEXT
from tests.texts.conftest import Shelf


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("one\n{{ client.firstname }}", 'guide.md line 2: there is no "client.firstname"'),
        ("{{ customer }}", 'guide.md line 1: there is no "customer"'),
        ("{% if links.policy %}fine{% else %}\n{{ nowhere }}{% endif %}", 'guide.md line 2: there is no "nowhere"'),
        ("{{ quote.number }}", 'guide.md line 1: there is no "quote"'),
        ("{% if tier %}\nopen", "guide.md line 2: Unexpected end of template"),
        ("{{ 'a' * 10 ** 9 }}", "guide.md line 1: Mul has no place in a text"),
        ("{% for a in 'xx' %}{{ [a, a] | join('y' ~ 'z') }}{% endfor %}", "guide.md line 1: Concat has no place"),
        ("{% for i in range(10 ** 9) %}x{% endfor %}", "guide.md line 1: Pow has no place in a text"),
        ("{% for i in range(999999999) %}x{% endfor %}", "guide.md line 1: Call has no place in a text"),
        ("{{ tier.ljust(999999999) }}", "guide.md line 1: Call has no place in a text"),
        ("{{ '%9999999999d' % 1 }}", "guide.md line 1: Mod has no place in a text"),
        ("{{ '%9999999999d' | format(1) }}", 'guide.md line 1: there is no filter "format"'),
        ("{{ tier | attr('__class__') }}", 'guide.md line 1: there is no filter "attr"'),
        ("{% import 'secret' as s %}", "guide.md line 1: Import has no place in a text"),
        ("{% extends 'secret' %}", "guide.md line 1: Extends has no place in a text"),
        ("{{ self }}", 'guide.md line 1: there is no "self"'),
        ("{{ ''.__class__ }}", "guide.md text: cannot be rendered: access to attribute '__class__'"),
        ("{{ tier.upper() }}", "guide.md line 1: Call has no place in a text"),
        ("{% set x = tier %}{{ x }}", "guide.md line 1: Assign has no place in a text"),
        ("{% for loop in tier %}{% endfor %}", "guide.md line 1: Can't assign to special loop variable"),
        ("{% include 'secret' %}", "guide.md line 1: Include has no place in a text"),
        ("{% macro m() %}{% endmacro %}", "guide.md line 1: Macro has no place in a text"),
        ("{{ tier | pprint }}", 'guide.md line 1: there is no filter "pprint"'),
        ("{{ 'x' if tier is callable }}", 'guide.md line 1: there is no test "callable"'),
        ("{% if false %}never{% endif %}", "guide.md text: comes out empty"),
        ("x" * (LONGEST_TEXT + 1), "guide.md text: cannot be rendered: comes out longer than 20000"),
        ("{% for a in ticket.subject %}{% for b in ticket.subject %}xxxx{% endfor %}{% endfor %}", "longer than 20000"),
        ("x" * 70_000, "cannot be read as UTF-8 text: is larger than 64 KiB"),
    ],
)
def test_a_text_that_cannot_work_is_refused(shelf: Shelf, template: str, found: str) -> None:
    shelf.put("guide.md", template)
    assert any(found in reason for reason in shelf.reasons())


@pytest.mark.parametrize("language", ["en", "pt", "sv"])
def test_every_languages_folder_is_proven(shelf: Shelf, language: str) -> None:
    shelf.put(f"{language}/guide.md", "{{ nowhere }}")
    mistakes = shelf.load()[1]
    assert [mistake.file for mistake in mistakes] == [str(shelf.folder / language / "guide.md")]


def test_all_texts_are_proven_at_once(shelf: Shelf) -> None:
    shelf.put("guide.md", "{{ a }}\n{{ b }}")
    shelf.put("quote-sent.md", "{{ c }}")
    shelf.put("notes/cap.md", "{{ d }}")
    shelf.put("one.md", "{{ e }}")
    assert len(shelf.reasons("replies/one.md", "replies/missing.md")) == 6


def test_a_clarification_that_is_not_there_is_named(shelf: Shelf) -> None:
    assert shelf.reasons("replies/wordpress-1.md")[0].startswith("wordpress-1.md text: is not there")


def test_a_clarification_in_some_other_language_alone_is_not_enough(shelf: Shelf) -> None:
    """Who speaks neither would get no answer."""
    shelf.put("pt/wordpress-1.md", "Olá")
    assert shelf.reasons("replies/wordpress-1.md")
    shelf.put("en/wordpress-1.md", "Hello")
    assert not shelf.reasons("replies/wordpress-1.md")


def test_a_text_is_proven_with_the_guides_it_will_be_said_with(shelf: Shelf) -> None:
    shelf.put("guide.md", "{{ guide.text | truncate(5) }}")
    assert not shelf.reasons()


def test_a_folder_that_is_none_is_named(shelf: Shelf) -> None:
    shelf.folder.rmdir()
    assert shelf.reasons()[0].startswith("replies [replies] directory: is no folder")


def test_a_text_that_is_not_text_is_named(shelf: Shelf) -> None:
    (shelf.folder / "guide.md").write_bytes(b"\xff\xfe")
    assert "cannot be read as UTF-8" in shelf.reasons()[0]


@pytest.mark.parametrize(
    "template",
    [
        "{% if ticket.number %}{{ ticket.number }}{% elif tier == 'x' %}-{% endif %}{{ tier | upper }}",
        "{{ 'you' if not client.first_name else client.first_name | title }}",
        "{# a remark #}{{ links.policy | default('-') }}",
        "{% raw %}{{ as it is }}{% endraw %}",
    ],
)
def test_names_choices_and_filters_are_enough_for_a_text(shelf: Shelf, template: str) -> None:
    shelf.put("guide.md", template)
    assert not shelf.reasons()
