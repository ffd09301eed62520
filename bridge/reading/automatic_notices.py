"""Notices that machines send beside out-of-office replies, bounces and receipts, in five languages.

Calendars, monitors, cron, read receipts, voice mail, address checks, mailboxes that nobody reads any more. All tables
are over plain text (lower case, no accents, contractions written out).
"""

from bridge.reading.patterns import one_of, words

# How the subject of the opening message begins.
NOTICE_SUBJECT = r"^\W{0,3}" + one_of(
    r"""
    (accepted|declined|tentative|tentatively accepted|canceled|cancelled|invitation|updated invitation)(\s?:| : ).
    (aceite|aceito|recusado|convite|aceptad[oa]|rechazad[oa])\s?:.
    (invitacion|angenommen|abgelehnt|zugesagt|abgesagt|einladung)\s?:.
    (accepte|refuse|invitation|provisoire)\s?:.
    (read|not read|gelesen|ungelesen|lu|non lu|lid[oa]|leid[oa]|no leido)\s?:.
    (monitor|check|service|host|site|alert|alarm|problem|recovery)\b.{0,60}\bis (down|up|critical|warning|ok|unknown)
    \[?(problem|recovery|resolved|firing|alert(ing)?|down|up|critical|warning)\]?\s?[:\]] ?. | \*\* (problem|recovery)
    cron <\S+@ | cron job (output|failed|error) | logwatch for | report domain: | \[?dmarc\]? (aggregate )?report
    (new )?voice ?mail (message )?(from|for|received) | new voicemail | missed call from | neue sprachnachricht
    (nouveau )?message vocal | nuevo mensaje de voz | nova mensagem de voz | \[.{1,40}\] your site has updated
    \[.{1,60}\] (request|ticket|case) (received|created|opened|updated|closed|solved) | (ticket|request|case) received\b
    (your )?(email|e-mail|message|address) requires verification | please confirm (that )?you sent
    (backup|job|task|scan) (report|completed|finished|failed|succeeded)\b | your daily (digest|summary|report)
    """
)

_ADDRESS = (
    "(mailbox|inbox|address|(e?mail|e-mail)( address| account)?|account|endereco( de e?mail)?|caixa( de correio)?"
    "|direccion( de correo)?|correo|buzon|postfach|(e?mail-?)?adresse|mailadresse|emailadresse|boite( mail)?)"
)
# What stands at the beginning of the text.
NOTICES = words(
    rf"""
    (this|the|my|your) (\w+ )?{_ADDRESS} (is|has|was)( been)? (no longer|not|never) (being )?(\w+ \
      )?(monitor|attend|use|read)\w*
    (this|the|my|your) (\w+ )?{_ADDRESS} (is|has|was)( been)? (no longer|not|never) (being )?(\w+ \
      )?(check|activ|watch|valid|clos)\w*
    (this|the) {_ADDRESS} (is|has been|was) (unattended|unmonitored|closed|deactivated|disabled|retired)
    i (have left|left|no longer work|am no longer|do not work) (\w+ )?(for |at |with |employed )?(any ?more )?
    (\w+ )?\w+ (no longer works|has left|is no longer with|is no longer employed)
    we have moved to a new (ticket|support) system
    \w+( \w+)? has (accepted|declined|tentatively accepted) (this|the|your) (invitation|meeting|event)
    your message\s+to: | your message was read | was (read|displayed|deleted without being read) on
    (the )?monitor \S+( \S+)? (is|went|was) (currently |back )?(down|up) | event timestamp:
    (service|host) (state|check) (is|changed)
    verify that you are (a )?(real|human|not) | complete (this|the) verification | confirm that you are (a )?human
    to (release|deliver) your (message|email),? (please )?click
    you have (a|\d+|one) (new )?(voicemail|voice message|missed call)s? | aggregate (dmarc )?report from
    (this is an? )?(aggregate|forensic) dmarc
    (howdy!? )?your site at \S+ has been updated
    (we would|we'd|i would) like to acknowledge | (we )?(hereby )?(acknowledge|confirm) (the )?receipt of your
    (a )?(new )?(ticket|case|request) (\S{{1,20}} )?has been (created|opened|logged|registered)
    your ticket (id|number) is
    you are receiving this (e?mail|message|notification) because | this notification was sent
    (esta|este) {_ADDRESS} (nao e|nao esta a ser|deixou de ser|ja nao e)( \w+)? (monitorizad|monitorad|lid)\w*
    (esta|este) {_ADDRESS} (nao e|nao esta a ser|deixou de ser|ja nao e)( \w+)? (consultad|utilizad|verificad)\w*
    (ja )?nao trabalho (mais )?(na|no|em|para)? | deixei de trabalhar
    (o )?(seu|vosso) (chamado|ticket|pedido)( \S{{1,20}})? foi (aberto|criado|registad[oa]|registrad[oa]|recebid[oa])
    (a )?sua mensagem (foi|sera) (recebida|lida) | estou de (licenca|baixa)( \w+)?
    (esta|este) {_ADDRESS} (ya )?no (es|esta|se) (\w+ )?(monitorizad|supervisad|atendid|consult|utiliz|revis|le)\w*
    ya no (trabajo|formo parte|pertenezco) (\w+ )?(en|para|de|a)? | se ha creado (un|el) (ticket|caso)
    su (ticket|caso)( \S{{1,20}})? ha sido (creado|abierto|registrado)
    (estoy|me encuentro) de (baja|permiso|licencia)( \w+)? | estamos (cerrados|de vacaciones)
    (diese|dieses|die) (\w+ )?{_ADDRESS} (wird|ist) (nicht|nicht mehr|nicht langer) (\w+ )?(gelesen|abgerufen|betreut)
    (diese|dieses|die) (\w+ )?{_ADDRESS} (wird|ist) (nicht|nicht mehr|nicht langer) (\w+ \
      )?(bearbeitet|aktiv|uberwacht|verwendet)
    ich (bin|arbeite) (nicht|nicht mehr|nicht langer) (mehr )?(fur|bei|in|im) (die |der |das |den )?(firma|gmbh)
    ich (bin|arbeite) (nicht|nicht mehr|nicht langer) (mehr )?(fur|bei|in|im) (die |der |das |den \
      )?(unternehmen|\w+ (gmbh|ag|kg|firma)|haus)
    ihre nachricht\s+an: | wurde am .{{4,60}} (gelesen|angezeigt)
    (ihr|das) ticket( \S{{1,20}})? wurde (erstellt|eroffnet|angelegt)
    ihre (mail|email|nachricht) wird nicht (weitergeleitet|gelesen|bearbeitet)
    (cette|l') ?{_ADDRESS} n'est (plus|pas) (\w+ )?(consult|surveill|lue|utilis|relev|activ)\w*
    cette adresse n'est plus
    je ne (fais|travaille) plus (partie|pour|chez|dans|au)\w* | j'ai quitte (la societe|l'entreprise|\w+)
    votre message\s+a: | a ete lu le
    votre (ticket|demande)( \S{{1,20}})? a (bien )?ete (cree|ouvert|prise en compte|enregistre)\w*
    nous accusons (bonne )?reception
    """
)

# Only a person speaks of their own new address, or wants to be called.
STILL_A_PERSON = words(
    r"""
    (to|at|on) my (new |own |private |other )?(address|e?mail|number|phone|mobile) | from now on | call me | ring me
    my (log|screenshot|password|website|site|shop)
    ligue(m)?-me | me liguem | para o meu (novo )?(e?mail|endereco|numero) | a partir de agora
    llam(en|a|e)me | llamenme | a mi (nuevo )?(correo|direccion|numero|movil) | a partir de ahora | de ahora en adelante
    rufen sie mich | an meine (neue|private) | ab sofort an | unter meiner nummer
    appelez-moi | rappelez-moi | a mon (nouvelle? |nouveau )?(adresse|mail|numero) | desormais
    (i|we) (still|cannot|tried|have tried|attach\w*) | the (error|problem|page|issue) (is|still|keeps) | je vous donne
    segue o | adjunto | anbei | voici
    (contact|tell|write to) me | (we|i) (\w+ )?send | (his|her|their) (access|account|login|user)
    remove (him|her|them)
    diga(m)?-me | (o )?acesso (dele|dela|a conta) | digan?me | su (acceso|usuario|cuenta)
    sagen sie mir | (seinen|ihren|sein|ihr) (zugang|zugriff|konto|benutzer) | dites-moi | son (acces|compte|utilisateur)
    """
)
