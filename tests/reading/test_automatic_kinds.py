"""What machines send on their own is no customer's message, in whichever language; what people say of it is (W4)."""

import pytest

from bridge.reading import reader
from tests.reading.shop import message, policy

_READER = reader(policy())


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("How did we do?", "Take a moment to rate your last case. It takes one minute."),
        ("Avalie o nosso apoio", "Como avalia o atendimento? De 1 a 5 estrelas."),
        ("Encuesta de calidad", "Valore la atención con un clic. ¿Qué le ha parecido?"),
        ("Umfrage zu Ihrer Anfrage", "Bitte bewerten Sie uns mit einem Klick."),
        ("Enquête qualité", "Notez notre service, cela prend une minute."),
    ],
)
def test_a_survey_is_a_machines_although_it_asks(subject: str, text: str) -> None:
    assert _READER.is_automatic(subject, message(text))


@pytest.mark.parametrize(
    "text",
    [
        "Big news!\nYou are receiving this email because you signed up.",
        "Novidades!\nRecebeu este email porque se inscreveu.",
        "Novedades.\nSi ya no desea recibir noticias, pulse abajo.",
        "Neues vom Shop.\nSie erhalten diese E-Mail, weil Sie Kunde sind.",
        "Nos offres.\nVous recevez ce mail car vous êtes client.",
        "Job done. This report was generated automatically.",
        "Cópia feita. Esta mensagem foi enviada automaticamente.",
        "Copia hecha. Este mensaje ha sido generado automáticamente.",
        "Sicherung fertig. Diese Nachricht wurde automatisch erstellt.",
        "Sauvegarde faite. Ce message a été envoyé automatiquement.",
        "Peter Hall has left the company. Please contact info@firm.example.",
        "O Rui já não trabalha nesta empresa. Contacte geral@firma.example.",
        "Ana ya no forma parte del equipo. Escriba a info@firma.example.",
        "Herr Lang ist nicht mehr in unserer Firma tätig. Bitte wenden Sie sich an info@firma.example.",
        "Paul a quitté l'entreprise. Merci d'écrire à info@societe.example.",
        "Our office will be closed until 6 January. Messages will be answered after that.",
        "Estaremos encerrados até dia 6. Responderemos depois.",
        "Estaremos cerrados hasta el día 6. Atenderemos los correos después.",
        "Unser Büro bleibt bis 6. Januar geschlossen. Nachrichten werden danach bearbeitet.",
        "Nos bureaux seront fermés jusqu'au 6. Les messages seront traités ensuite.",
    ],
)
def test_what_says_of_itself_that_nobody_wrote_it_to_us_is_a_machines(text: str) -> None:
    assert _READER.is_automatic("Re: ticket", message(text, id=4))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("contact form", 'Visitors read "this message was sent automatically" in the mail from the form'),
        ("shop mails", "how do I remove the line do not reply to this message from the order mails"),
        ("newsletter", "My readers do not get the newsletter since Monday"),
        (
            "Newsletter",
            "Die Empfänger melden: Sie erhalten diese E-Mail, weil ... steht doppelt drin. Können Sie helfen?",
        ),
        ("ex-colleague", "Tom no longer works here, please contact me and remove his access to the account"),
        ("cuenta", "Ana ya no trabaja aquí, quiten su acceso a la cuenta"),
        ("closed shop", "our shop is closed because the site is down, will you answer today"),
        ("survey plugin", "the satisfaction survey on my site shows an error when people rate it"),
        ("disk alert", "got the disk alert again, what can I delete"),
        ("How did we do?", "One star: my site is still down, five days later."),
        ("Encuesta de calidad", "Valoro mal la atención: necesito que alguien mire mi correo"),
        ("Re: dns", "no responderam ao meu pedido"),
        ("Re: dns", "Não responderam a este ticket"),
        ("fax", "we send you the form by fax, 2 pages, tell me if you have it"),
    ],
)
def test_people_who_speak_of_such_mail_are_people(subject: str, text: str) -> None:
    assert not _READER.is_automatic(subject, message(text))
