"""What machines write, in five languages: headers, senders, subjects, openings; and what only a person writes.

All tables but ``HEADERS`` and ``SENDER_ADDRESS`` are over plain text (lower case, no accents, contractions written
out).
"""

from collections.abc import Mapping

from bridge.reading.patterns import one_of, words

# A header's name in lower case, and what its value begins with. X-Auto-Response-Suppress says nothing about the mail
# that carries it, and Precedence: list is also on what people write to a group.
HEADERS: Mapping[str, str] = {
    "auto-submitted": r"auto-(?:replied|generated|notified)",
    "x-autoreply": r"(?:yes|true|1|\S)",
    "x-autorespond": r"\S",
    "x-autoresponder": r"\S",
    "x-auto-reply": r"\S",
    "precedence": r"(?:auto_reply|auto-reply|bulk|junk)\b",
    "x-precedence": r"(?:auto_reply|auto-reply|bulk|junk)\b",
    "x-failed-recipients": r"\S",
    "return-path": r"<>",
    "content-type": r"multipart/report",
}

SENDER_ADDRESS = (
    r"(?:mailer[-_.]?daemon|postmaster|(?:do[-_.]?)?no(?:t)?[-_.]?reply|bounces?(?:[-+_=].*)?|"
    r"auto[-_.]?(?:reply|responder|mailer)|"
    r"nao[-_.]?responda|naoresponder|no[-_.]?responder|noresponda|ne[-_.]?pas[-_.]?repondre|keine[-_.]?antwort|"
    r"nicht[-_.]?antworten|notifications?|listserv|cron[-_.]?daemon)(?:[-+._]?[a-z0-9]*)?@"
)

SENDER_NAME = r"(?:mail delivery (?:sub)?system|mailer[- ]daemon|postmaster|cron daemon|auto[- ]?(?:reply|responder))\b"

_PREFIX = r"^\W{0,2}(?:(?:re|aw|fwd?|enc|rv|tr): ?){0,2}\W{0,2}"

# A ticket's subject as mail programs begin it; the prefix of a reply may stand before.
SUBJECT = _PREFIX + one_of(
    r"""
    (automatic|auto|automated)[- ]?(reply|response|answer)\s*[:\]] | autoreply\s*: | auto:
    out of (the )?office\s*(:|re\b) | out of (the )?office (auto ?-?reply|until|from)\b
    (vacation|holiday|absence) (reply|notice|message|autoreply)\s*:
    delivery status notification\s*\( | undeliver(able|ed)(\s*:| mail returned to sender\s*$)
    mail delivery (failed|failure)\s?: | returned mail: | failure notice\s*$ | mail system error
    delivery (failure|has failed|delayed)\s*: | message delivery delayed\s*$ | warning: message .* delayed
    resposta automatica\s*: | mensagem automatica\s*: | (fora do|ausente do) escritorio\s*: | ausencia\s*:
    respuesta automatica\s*: | mensaje automatico\s*: | fuera de (la )?oficina\s*: | no se (puede|pudo) entregar:
    automatische (antwort|abwesenheitsnotiz|ruckmeldung)\s*: | (abwesenheitsnotiz|abwesenheit|abwesend)\s*:
    ausser haus\s*: | unzustellbar\s*:
    (reponse|message) automatique\s*: | (absence|absent) du bureau\s*: | (message )?non remis\s*:
    """
)
# The same without their colon: people write them, too, so only with a text that goes on like a notice.
BARE_SUBJECT = (
    _PREFIX
    + one_of(
        r"""
    (automatic|auto|automated)[- ]?(reply|response) | autoreply | out of (the )?office( (notification|message))?
    (vacation|holiday|absence) (reply|notice|message)
    resposta automatica | mensagem automatica | (fora do|ausente do) escritorio | ausencia
    respuesta automatica | mensaje automatico | fuera de (la )?oficina
    automatische (antwort|abwesenheitsnotiz|ruckmeldung) | abwesenheitsnotiz | abwesenheit | abwesend | ausser haus
    (reponse|message) automatique | (absence|absent) du bureau
    """
    )
    + r"\s*$"
)
BARE_SUBJECT_GOES_ON = words(
    """
    until | till | back | return(ing)? | away | on leave | on (\\w+ )?(vacation|holidays?) | closed
    ate | volto | regresso | de volta | ausente | ferias
    hasta | vuelvo | regreso | de vuelta | vacaciones
    bis | zuruck | wieder da | urlaub | mutterschutz | elternzeit | nicht im buro
    jusqu'au | de retour | absent(e)? | conges? | vacances
    """
)

_GREETED = one_of(
    r"""
    dear | hi | hello | hey | good (morning|day|afternoon)
    ola | bom dia | boa tarde | car[oa]s? | prezad[oa]s? | exm[oa]s?
    hola | buenos dias | buenas( tardes)? | estimad[oa]s? | hallo | guten tag | sehr geehrte\w* | liebe\w*
    bonjour | bonsoir | madame | cher | chere
    """
)
_ACKNOWLEDGED = one_of(
    r"""
    (many )?thank(s| you)( very much| so much)? for (your|the|contacting|writing|getting|reaching)
    (muito )?obrigad[oa] (pel|por) | (muchas )?gracias por | (vielen dank|danke) fur
    agradecemos | (nous vous remercions|merci) (de|pour)
    """
)
# Before a machine says what it is: "Dear customer, thank you for your message."
COURTESY = rf"^\W*(?:{_GREETED}\b[^.\n]{{0,60}}?[,.!\n:]\W*)?(?:{_ACKNOWLEDGED}[^.!\n]{{0,80}}[.!\n]\W*)?"

_IS_AUTOMATIC = one_of(
    r"""
    (please note:? (that )?)?(this|the following) (is|(e?mail|message|response|reply) (is|was)) \
      (an? )?(system[- ])?{automatic}
    (esta|este) (e|es) (uma?|una) {message} (\w+ )?automatic\w+
    (esta|este) {message} (e|foi|es|ha sido|fue) (uma? |una? )?(\w+ ){0,2}automatic\w+
    (esta|este) {message} (foi|ha sido|fue) (\w+ )?(gerad|generad|enviad)\w+ automat\w+
    (resposta|respuesta|mensagem|mensaje) automatic[ao]\s*([:.!*\n-]|$)
    (dies|diese|dieses) (ist eine |e?mail |nachricht |antwort )(wurde |ist (eine )?)?automatisch\w*
    automatisch (generiert|erstellt)\w*
    ceci est (un|une) (message|reponse|e?mail|courriel) (automatique|genere)
    (ce|cet|cette) (message|e?mail|courriel|reponse) (est|a ete) (un message |une reponse )?(\w+ )?automatique\w*
    (automatic|automated|auto)[- ]?(reply|response|message)\s*([:.!*\n-]|$)
    (please )?do not (reply|respond) (directly )?to (this|the)\b | nao responda a (este|esta)\b
    no (responda|conteste) a (este|esta)\b | bitte antworten sie nicht (auf|direkt)\b
    (merci de )?ne pas repondre (directement )?a (ce|cet|cette)\b
    """,
    message="(mensagem|e?mail|resposta|mensaje|correo|respuesta)",
    automatic="(auto(mated|matic|matically)?[- ]?(reply|response|message|e?mail|notification|answer)"
    "|auto(mated|matic|matically)?[- ]?(generated|created|sent)|(generated|created|sent) automatically)",
)
_BOUNCED = one_of(
    r"""
    delivery to the following recipients? (has )?failed | delivery has failed to these recipients
    your message (to \S+ )?(could not|cannot|was not|has not been|was not able to) be? ?delivered
    your message to \S+ (could not|was) | address not found | message not delivered
    this (message )?(is|was) the mail (system|delivery) | this is the mail system at host
    this message was created automatically by mail delivery software
    i am sorry to have to inform you that your message
    the following (address|addresses|message to|recipient)\b.{0,60}(fail|undeliver|reject|bounce|error)
    the original message was received | a message that you (have )?sent could not be delivered
    (a sua|sua) mensagem (nao (foi|pode)|para \S+ nao) | (su|tu) mensaje (no|para \S+ no)
    no se (ha podido|pudo|puede) entregar | ihre nachricht (an \S+ )?(konnte nicht|wurde nicht)
    fehler bei der zustellung | die folgende nachricht konnte nicht | votre message (n'a pas|n'a pu|a \S+ n'a)
    echec de la remise
    """
)

_RECEIVED = one_of(
    r"""
    (we|our team) (have|has) (successfully )?received your \
      (e?mail|message|request|enquiry|inquiry|ticket)
    your (request|message|enquiry|ticket|e?mail) (\W?\S{0,20} )?has been \
      (successfully )?(received|registered|created|logged)
    a (new )?(support )?ticket has been (created|opened)
    recebemos (a sua|o seu|a tua|sua|seu) (mensagem|pedido|e?mail|contacto|contato|solicitacao)
    (o seu|a sua|seu|sua) (pedido|mensagem|solicitacao|e?mail|ticket) foi (recebid|registad|registrad)[oa]
    hemos recibido su (mensaje|correo|solicitud|consulta)
    su (mensaje|solicitud|consulta|correo) ha sido (recibid|registrad)[oa]
    wir haben ihre (anfrage|nachricht|e?mail) erhalten
    ihre (anfrage|nachricht|e?mail) (ist|wurde) (bei uns )?(eingegangen|registriert)
    nous avons bien recu votre (message|demande|e?mail|courriel)
    votre (demande|message) a (bien )?ete (recue?|enregistree?)
    """
)
OPENINGS = f"{COURTESY}(?:{_IS_AUTOMATIC}|{_BOUNCED})"

# A receipt; a person may have received a message as well, so only with what is promised next.
RECEIVED = COURTESY + _RECEIVED
RECEIVED_GOES_ON = words(
    r"""
    will | shall | ticket | case | reference | number | reviewed | hours | shortly | as soon as possible
    respond\w* | brevidade | breve | horas | numero | referencia | assim que | contestar\w* | atender\w*
    lo antes posible
    nummer | schnellstmoglich | baldmoglichst | bearbeit\w* | beantwort\w* | melden uns | kurze
    traite\w* | repondr\w* | numero | plus brefs delais | delais | reference
    """
)

# Somebody is away; a person may say so too, so only with what goes on like an out-of-office notice.
_AWAY = one_of(
    r"""
    (i am|i will be|i'll be|we are|(our|the) offices? (is|are|will be)){gap}(out of (the )?office|away|closed|absent)
    (i am|i will be|i'll be|we are){gap}(on (\w+ )?(leave|vacation|holidays?)|travell?ing|unavailable|not in the office)
    out of (the )?office
    (estou|estarei|estaremos|encontro-me|estamos){gap}(fora do escritorio|ausente|(de|em) ferias|de licenca|encerrad\w+)
    (estoy|estare|estaremos|me encuentro|estamos){gap}(fuera de (la )?oficina|ausente|de vacaciones|de baja|cerrad\w+)
    (ich (bin|befinde mich|werde)|wir sind|unser buro ist){gap}(nicht im (buro|hause?)|abwesend|im urlaub|ausser haus)
    (ich (bin|befinde mich|werde)|wir sind|unser buro ist){gap}(in elternzeit|nicht erreichbar|geschlossen)
    (je suis|je serai|nous sommes|je me trouve){gap}(absent\w*|en conges?|en vacances|hors du bureau|en deplacement)
    nos bureaux sont{gap}fermes
    """,
    gap=r"[^\n]{0,60}",
)
ABSENCE = COURTESY + r"(?:(?:currently|actualmente|atualmente|de momento|derzeit|actuellement),? )?" + _AWAY
ABSENCE_GOES_ON = words(
    r"""
    sem acesso | sin acceso | (keinen|nicht) zugriff | pas acces
    urgent | urgently | emergenc\w+ | limited access | no access | contact(er|ar|o)? | return(ing)? | be back
    get back to you | respond | forwarded | reply to your | answer your | my absence
    (will|shall) (reply|answer) | urgente | urgencia | urgencias | regress\w+ | voltar\w* | responder\w*
    contact\w+ | volver\w* | regreso | acceso limitado | acesso limitado | dringend\w* | wenden sie sich
    zuruck | weitergeleitet | ruckkehr | beantwort\w* | vertretung | kontaktieren | retour | adress\w*
    repondr\w* | joindre | reviendrai | de ferias | thank you for your (e?mail|message)
    obrigad[oa] pel[oa] (seu|sua|vosso) | gracias por su | danke fur ihre | merci (de|pour) votre
    """
)

# What people write about automatic mail, and no machine writes.
_PERSON_WORDS = words(
    r"""
    (does|do|is|are|did) not (work\w*|sen[dt]\w*) | stopped | switch off | turn (on|off) | configur\w+
    deixou de | no funciona | nao funciona | funktioniert nicht | einrichten | einstellen | ativar | activar
    activer
    ne (marche|fonctionne|s'envoie)
    (i|we) (want|need|tried|would like|have tried) | how (do|can|to) | can you | could you | would you | help me
    please (help|check|fix|look|explain|stop|disable|remove|see)
    (i|we|they|customers?|clients?|users?|senders?) \
      (am |are |keep |always |still |just |also )*(get(s|ting)?|got|receiv\w+|see)\b
    this (bounce|error|auto|automatic) | my (site|website|server|mailbox|domain|autoresponder|auto-?reply)
    not sent | podem (ajudar|ver|verificar) | pode (ajudar|ver) | preciso | quero | queria | gostava
    gostaria | testei | testamos | tentei | recebo | estou a receber
    os (meus )?clientes recebem | como (posso|faco) | o meu site | pueden (ayudar|ver|revisar) | puede ayudar
    necesito | quiero | quisiera | queremos | probado | intentado | recibo | estoy recibiendo
    mis clientes reciben | como puedo | mi (sitio|web|pagina)
    konnen sie | ich (bekomme|erhalte|brauche|mochte) | ausprobiert | (habe|haben|hab) (\w+ ){0,5}versucht | getestet
    unsere kunden (bekommen|erhalten) | wie kann ich
    meine (seite|webseite|website) | pouvez-vous | pourriez-vous | je (recois|voudrais|souhaite) | essaye | teste
    nos clients recoivent | comment | mon site | besoin d
    """
)
PERSON = _PERSON_WORDS
