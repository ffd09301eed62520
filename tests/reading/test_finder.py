"""The guide finder names a topic with enough evidence and a lead, or abstains (S2)."""

import pytest

from bridge.core.model import Scope
from bridge.core.policy import Finder, Topic
from bridge.core.reading import Finding
from bridge.reading import reader
from tests.reading.shop import TOPICS, policy

_READER = reader(policy())
_WORDPRESS_ALONE = reader(policy(TOPICS[0]))


def find(text: str, subject: str = "help") -> Finding:
    return _READER.find(subject, [text])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my wordpress website stopped working out of nowhere after installing a plugin.", "wordpress"),
        ("I need help to change a DNS entry on my service.", "dns"),
        ("the webserver on my unmanaged server crashed.", "unmanaged-server"),
        ("Assist me in creating an email account.", "email-account"),
        ("packet loss on node down", "outage"),
        ("There has been a critical error on this website", "wordpress"),
        ("My WordPress site crashed after I installed a plugin", "wordpress"),
    ],
)
def test_one_clear_request_names_its_topic(text: str, topic: str) -> None:
    found = find(text)
    assert found.topic == topic
    assert found.scores[0].score >= 1.0


def test_without_any_topics_words_it_abstains_without_scores() -> None:
    assert find("hello, please help me") == Finding(None, (), "no topic's words were found")


def test_a_phrase_in_the_subject_counts() -> None:
    found = find("It broke this morning.", subject="WordPress")
    assert found.topic == "wordpress"
    assert found.scores[0].why == ("phrase 'wordpress' in the subject",)


def test_the_same_phrase_in_subject_and_message_counts_once() -> None:
    assert find("my wordpress", subject="wordpress").scores[0].score == 1.0


def test_more_phrases_of_a_topic_add() -> None:
    one, two, three = (
        find(text).scores[0].score for text in ("wordpress", "wordpress plugin", "wordpress plugin wp-admin")
    )
    assert one < two < three


def test_a_tie_is_an_abstention() -> None:
    found = find("wordpress and dns")
    assert found.topic is None
    assert [score.topic for score in found.scores] == ["dns", "wordpress"]
    assert found.why == "dns leads by 0, less than 0.3"


def test_below_the_threshold_it_abstains_and_still_scores() -> None:
    strict = reader(policy(finder=Finder(threshold=1.5, margin=0.3)))
    found = strict.find("", ["my wordpress is broken"])
    assert found.topic is None
    assert found.scores[0].topic == "wordpress"
    assert found.why == "the best, wordpress, has 1.3 of 1.5"


def test_later_messages_are_read_together_with_the_first() -> None:
    assert _READER.find("help", ["hello", "it is about the wordpress plugin"]).topic == "wordpress"


@pytest.mark.parametrize(
    "text", ["WORDPRESS", "Word-Press", "WordPress's", "wp admin", "white screens", "PLUG-IN", "plugins"]
)
def test_case_hyphens_and_plurals_do_not_matter(text: str) -> None:
    assert find(f"my {text} has trouble").topic == "wordpress"


def test_accents_do_not_matter() -> None:
    accented = reader(policy(Topic("backup", Scope.TOOLS, phrases=("cópia de segurança",))))
    assert accented.find("", ["COPIA DE SEGURANCA"]).topic == "backup"
    assert accented.find("", ["cópia de segurança"]).topic == "backup"


@pytest.mark.parametrize("text", ["the adnsl line", "pluginize it", "my shttps", "crashedx"])
def test_phrases_are_whole_words(text: str) -> None:
    assert find(text).scores == ()


def test_phrases_and_patterns_in_other_scripts_are_found() -> None:
    greek = reader(policy(Topic("mail", Scope.TOOLS, phrases=("ηλεκτρονικό ταχυδρομείο",), patterns=("почт.",))))
    assert greek.find("", ["θέλω ηλεκτρονικό ταχυδρομείο"]).topic == "mail"
    assert greek.find("", ["нужна почта"]).topic == "mail"


def test_patterns_match_with_and_without_accents_in_any_case() -> None:
    finder = reader(policy(Topic("ssl", Scope.TOOLS, patterns=("expir(ado|ó)", "caducó"))))
    assert finder.find("", ["CADUCÓ hoy"]).topic == "ssl"
    assert finder.find("", ["El certificado expiró"]).topic == "ssl"


def test_a_pattern_that_re2_refuses_is_an_error_when_the_reader_is_made() -> None:
    with pytest.raises(ValueError, match="RE2 refuses"):
        reader(policy(Topic("bad", Scope.TOOLS, patterns=(r"(?=look)ahead",))))


def test_a_phrase_that_two_topics_share_is_parted_between_them() -> None:
    shared = reader(
        policy(
            Topic("vps", Scope.UNMANAGED, phrases=("vps", "reboot")),
            Topic("quota", Scope.TOOLS, phrases=("vps", "quota")),
        )
    )
    assert shared.find("", ["my vps"]).topic is None
    assert shared.find("", ["reboot my vps"]).topic == "vps"


@pytest.mark.parametrize(
    "text",
    [
        "We are not running WordPress at all",
        "it has nothing to do with wordpress",
        "there is no wordpress on it",
        "The site runs without WordPress.",
        "wordpress is not the problem",
        "não uso wordpress",
        "no es wordpress",
        "sin wordpress",
        "Ich nutze kein WordPress",
        "Das hat nichts mit WordPress zu tun",
        "je n'utilise pas WordPress",
        "sans wordpress",
        "It is not a problem with WordPress",
        "Es liegt nicht an WordPress",
        "ce n'est pas un problème de WordPress",
        "não é um problema do WordPress",
        "no es un problema de WordPress",
    ],
)
def test_a_denied_topic_does_not_count(text: str) -> None:
    assert find(text).scores == ()


@pytest.mark.parametrize(
    "text",
    [
        "I cannot open wordpress",
        "I am not able to log in to wordpress",
        "wordpress is not working",
        "Não consigo abrir o wordpress",
        "aparece um erro no wordpress quando entro no meu site",
        "no puedo entrar en wordpress",
        "ich kann WordPress nicht öffnen",
        "je ne peux pas ouvrir wordpress",
    ],
)
def test_most_requests_hold_a_negation_and_still_count(text: str) -> None:
    assert find(text).topic == "wordpress"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I want to cancel my wordpress hosting", "the customer wants to cancel"),
        ("How much does wordpress hosting cost?", "the customer wants to buy"),
        ("I was charged twice for the wordpress addon", "the customer wants to dispute a bill"),
        ("Your wordpress support is unacceptable", "the customer wants to complain"),
        ("I want to report a phishing site in wordpress", "the customer wants to report abuse"),
        ("we offer seo services for wordpress", "the customer wants to advertise"),
        ("I apply for the wordpress job, my cv is attached", "the customer wants to apply for a job"),
        (
            "all my wordpress sites are gone, your server crashed",
            "the customer wants to report a fault of the provider",
        ),
    ],
)
def test_another_intent_is_no_request_for_a_guide(text: str, reason: str) -> None:
    found = _WORDPRESS_ALONE.find("help", [text])
    assert found.topic is None
    assert reason in found.scores[0].why


def test_thanks_for_help_given_are_no_request() -> None:
    assert find("Thank you for the help with wordpress!").scores == ()


def test_thanks_in_advance_are() -> None:
    assert find("Thanks in advance for your help with wordpress.").topic == "wordpress"


def test_other_intents_do_not_stand_against_topics_without_guides() -> None:
    """S1: billing and presales never climb the ladder, so no guide can be wrong."""
    assert find("please cancel the invoice and refund me").topic == "billing"


def test_a_neighbours_product_is_not_the_topics() -> None:
    found = find("my joomla is broken since I updated a plugin")
    assert found.topic is None
    assert "the customer names joomla" in found.scores[0].why
    assert find("moving from joomla to wordpress, the plugin fails").topic == "wordpress"


def test_a_second_request_makes_it_abstain() -> None:
    found = find("My wordpress plugin fails. Also I need a new mailbox.")
    assert found.topic is None
    assert found.why == "two requests: wordpress and email-account"


@pytest.mark.parametrize("text", ["do you keep a record of my tickets", "a record that is old"])
def test_an_article_is_no_record(text: str) -> None:
    assert find(text).scores == ()


def test_why_never_holds_the_customers_words() -> None:
    """Reasons are logged and shown; the customer's text is not."""
    found = find("my secret horse has a wordpress plugin in the dns")
    assert "horse" not in str(found)
