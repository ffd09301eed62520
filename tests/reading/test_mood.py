"""What a message says about the trouble (L4): precision first, a doubt is looked at by a person."""

import pytest

from bridge.core.reading import Mood
from bridge.reading import reader
from tests.reading.shop import policy

_READER = reader(policy(solved=("it works now", "solved, thank you", "fixed it", "проблема решена")))


@pytest.mark.parametrize(
    "text",
    [
        "works now, thank you",
        "it works now",
        "solved, thank you",
        "fixed it",
        "Solved!",
        "Funciona agora, obrigado",
        "ya funciona, gracias",
        "Danke, jetzt geht es wieder",
        "merci, ça marche",
        "You can close this ticket, it works now. No further questions.",
        "yes, it works now\n\nRegards,\nAnna\nThe Error Company",
        "Проблема решена!",
    ],
)
def test_a_solved_phrase_alone_or_with_thanks_is_solved(text: str) -> None:
    assert _READER.mood(text) is Mood.SOLVED


@pytest.mark.parametrize(
    "text",
    [
        "it works now but the images are missing",
        "is it solved?",
        "Is it solved",
        "I hope it works now",
        "if it works now I will let you know",
        "It works now, can you also look at my mail",
        "works now, thanks. However it is slow",
        "works now but not on my phone",
        "You said it is fixed",
        'the page says "problem solved" and nothing else',
        "it is solved? never",
        "jetzt geht es, aber langsam",
        "funciona agora, mas devagar",
        "ya funciona, pero lento",
        "ça marche, mais lentement",
        "It works now. " + "And then I went on and looked at the other thing. " * 12,
    ],
)
def test_a_solved_phrase_with_anything_that_could_take_it_back_is_a_doubt(text: str) -> None:
    assert _READER.mood(text) is Mood.DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "it is not solved",
        "Not fixed yet.",
        "não está resolvido",
        "no está solucionado",
        "Das Problem ist noch nicht gelöst",
        "ce n'est pas résolu",
    ],
)
def test_a_plain_not_solved_is_no_doubt(text: str) -> None:
    assert _READER.mood(text) is Mood.OTHER


def test_not_solved_beside_something_else_is_a_doubt() -> None:
    assert _READER.mood("it is not solved, or is it?") is Mood.DOUBT


@pytest.mark.parametrize(
    "text", ["it fails again", "still not working", "the same error", "", "   ", "?", "no funciona"]
)
def test_anything_else_is_other(text: str) -> None:
    assert _READER.mood(text) is Mood.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "everything is gone",
        "all my mails are gone",
        "how it works",
        "get this fixed",
        "make it work again",
        "I resolved the domain with dig",
        "the name is now resolved",
        "that helped me understand the problem",
        "back up the site",
        "the page is back to white",
        "It works now and then",
        "Somebody told me it is fixed",
        "es geht wieder los",
        "c'est bon à savoir",
    ],
)
def test_what_only_sounds_like_solved_is_not(text: str) -> None:
    assert _READER.mood(text) is not Mood.SOLVED


@pytest.mark.parametrize(
    "text",
    ["thanks", "thank you!", "Many thanks, Anna", "obrigado", "muchas gracias", "Vielen Dank!", "merci beaucoup"],
)
def test_thanks_alone_are_thanks(text: str) -> None:
    assert _READER.mood(text) is Mood.THANKS


def test_thanks_with_more_are_not_thanks_alone() -> None:
    assert _READER.mood("thanks, I will send you the log file tomorrow") is Mood.OTHER


@pytest.mark.parametrize(
    "text", ["> it works now", "On 2 Mar 2026 10:00, Support <a@example.com> wrote:\n> it works now"]
)
def test_a_quoted_solved_is_not_the_customers(text: str) -> None:
    assert _READER.mood(text) is Mood.OTHER


def test_the_admins_own_phrases_are_read_with_the_same_care() -> None:
    own = reader(policy(solved=("Job's done (really)",)))
    assert own.mood("job's done, really") is Mood.SOLVED
    assert own.mood("Is the job's done really ready?") is Mood.DOUBT
    assert reader(policy()).mood("job's done, really") is Mood.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "It did not help, I can not find where the dns entry is.",
        "It did not help, the site is still down.",
        "That doesn't fix it, I still get the white screen.",
        "Your guide didn't help. What else can I do?",
        "It is not fixed, I still see the error",
    ],
)
def test_l4_trouble_told_again_is_no_doubt_because_it_says_what_did_not_help(text: str) -> None:
    """The customer is to be helped further, not left to staff."""
    assert _READER.mood(text) is Mood.OTHER


def test_s2_a_wrote_line_before_marked_lines_is_not_the_customers_own_even_without_a_date() -> None:
    assert _READER.mood("works now, thank you\n\nOn Mon, Support wrote:\n> does it not work?") is Mood.SOLVED
    assert _READER.mood("works now, thank you\n\nSupport wrote:\n\n> does it not work?") is Mood.SOLVED
