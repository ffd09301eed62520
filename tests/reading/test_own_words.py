"""What counts is the customer's own words (S2)."""

import pytest

from bridge.reading.own_words import own_words, unquoted


@pytest.mark.parametrize(
    "history",
    [
        "> the dns is wrong\n> really",
        "  > indented quote",
        "On Mon, 2 Mar 2026 at 10:12, Support <help@example.com> wrote:\n> check the plugin",
        "On Mon, 2 Mar 2026 at 10:12, Support <help@example.com>\nwrote:\n\n> check the plugin",
        "On 02/03/2026 10:12, Support wrote:\n\ncheck the plugin (a mail program without quote marks)",
        "Em seg., 2 de mar. de 2026 às 10:12, Suporte <ajuda@example.pt> escreveu:\n> veja o plugin",
        "El lun, 2 mar 2026 a las 10:12, Soporte (<ayuda@example.es>) escribió:\n> mire el plugin",
        "Am 02.03.2026 um 10:12 schrieb Support <hilfe@example.de>:\n> siehe Plugin",
        "Le lun. 2 mars 2026 à 10:12, Support <aide@example.fr> a écrit :\n> voir le plugin",
        "Support <help@example.com> schrieb am Mo. 2. März 2026:\n> siehe Plugin",
        "2026-03-02 10:12 GMT+00:00 Support <help@example.com>:\n> see the plugin",
        "-----Original Message-----\nFrom: Support\nthe plugin",
        "---- Mensagem original ----\nDe: Suporte\no plugin",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Plugin",
        "________________________________\nFrom: Support\nSent: Monday\nTo: Jane\nSubject: the plugin\n\nthe plugin",
        "De: Soporte\nEnviado el: lunes\nPara: Ana\nAsunto: plugin\n\nel plugin",
        "Von: Support\nGesendet: Montag\nAn: Jan\nBetreff: Plugin\n\ndas Plugin",
        "De : Support\nEnvoyé : lundi\nÀ : Luc\nObjet : plugin\n\nle plugin",
        "*From:* Support\n*Sent:* Monday\n*To:* Jane\n*Subject:* the plugin",
        "##- Please type your reply above this line -##\nthe plugin",
    ],
)
def test_quoted_mail_is_not_the_customers_word(history: str) -> None:
    assert own_words(f"The page is still white.\n\n{history}").strip("_ \n") == "The page is still white."


def test_an_answer_below_the_quotation_is_kept() -> None:
    quoted = "On Mon, 2 Mar 2026 at 10:12, Support <help@example.com> wrote:\n> did it help?\n\nNo, it did not."
    assert own_words(quoted) == "No, it did not."


def test_answers_between_quoted_lines_are_kept() -> None:
    assert own_words("> which site?\nexample shop\n> since when?\nyesterday").split() == [
        "example",
        "shop",
        "yesterday",
    ]


def test_a_message_of_quotations_alone_says_nothing() -> None:
    assert own_words("> it works now") == ""


@pytest.mark.parametrize(
    "text",
    [
        "My colleague wrote:\nthe site is down",
        "From: the panel I cannot reach it",
        "Best way to create an email account",
        "if a < b and b > c then the page is white",
        "- first point\n- second point",
        "On the second server nginx stopped",
        "best",
        "Thanks",
        "I wrote you on Monday: no answer since",
    ],
)
def test_words_that_only_look_like_quotations_or_signatures_stay(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nJane Doe\nWordPress consulting",
        "Best regards,\nJane Doe\nWordPress consulting",
        "Kind regards\nJane",
        "Com os melhores cumprimentos,\nRui\nWordPress Lda",
        "Atenciosamente\nRui",
        "Un saludo,\nAna",
        "Mit freundlichen Grüßen\nJens\nWordPress GmbH",
        "Viele Grüße\nJens",
        "Cordialement,\nLuc\nAgence WordPress",
        "Thanks,\nJane Doe\nWordPress consulting",
        "Sent from my iPhone",
        "Enviado do meu iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Get Outlook for Android",
        "This e-mail and any attachments are confidential and intended only for the recipient named wordpress.",
        "Diese E-Mail enthält vertrauliche Informationen über WordPress.",
    ],
)
def test_signatures_and_disclaimers_are_not_read(signature: str) -> None:
    kept = own_words(f"The page is white.\n\n{signature}")
    assert kept.startswith("The page is white.")
    assert "wordpress" not in kept.casefold()
    assert "outlook" not in kept.casefold()


def test_a_postscript_below_the_signature_is_read() -> None:
    assert "images are missing" in own_words("It works now.\n\nRegards,\nJane\n\nPS: the images are missing")


def test_a_message_that_begins_with_a_signature_is_not_eaten() -> None:
    assert "my site is down" in own_words("--\nmy site is down")


@pytest.mark.parametrize(
    "log",
    [
        "[Mon Mar 02 10:11:12.123 2026] [php:error] mysql gone away",
        "2026-03-02 10:11:13 [error] mysql gone away",
        "Mar  2 10:11:12 host mysqld[12]: crashed",
        "PHP Fatal error: Uncaught Error in plugin.php",
        "#0 /home/user/plugin.php(12): mysql()",
        '1.2.3.4 - - [02/Mar/2026:10:11:12 +0000] "GET /wp-admin HTTP/1.1" 500 12',
        "root@vps:~# systemctl restart nginx",
        "$ dig mx example.com",
        "550 5.1.1 mailbox unavailable",
        "64 bytes from 192.0.2.1: icmp_seq=1",
        "```\nnginx crashed\n```",
        "[code]nginx crashed[/code]",
    ],
)
def test_pasted_logs_are_not_read(log: str) -> None:
    assert own_words(f"I see this:\n\n{log}\n\nWhat is it?").split() == ["I", "see", "this:", "What", "is", "it?"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/wordpress/dns",
        "www.example.com/ssl",
        "wordpress@example.com",
        "<jane@nginx.example.com>",
        "mysql.example.com",
        "/var/lib/mysql/backup",
        "192.0.2.1",
    ],
)
def test_addresses_are_not_read(address: str) -> None:
    assert own_words(f"look at {address} please").split() == ["look", "at", "please"]


def test_markup_is_taken_off_and_its_quotations_with_it() -> None:
    mail = (
        "<html><style>p { mysql }</style><p>My page is <b>white</b>.</p><div class=MsoNormal>Why?</div>"
        '<blockquote type="cite">the plugin</blockquote></html>'
    )
    assert own_words(mail).split() == ["My", "page", "is", "white", ".", "Why?"]


def test_entities_of_the_billing_system_are_decoded() -> None:
    assert own_words("I can&#039;t log in &amp; it&rsquo;s urgent\n&gt; quoted") == "I can't log in & it's urgent"


def test_lines_that_a_mail_program_wrapped_are_one_sentence() -> None:
    assert own_words("I would like to create an email\naccount for my son") == (
        "I would like to create an email account for my son"
    )


def test_unquoted_keeps_all_but_the_quotation() -> None:
    assert unquoted("Automatic.\n\nRegards,\nRobot\n\n> quoted") == "Automatic.\n\nRegards,\nRobot"
