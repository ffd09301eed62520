"""What machines send on their own: surveys, newsletters, receipts, reports, notices of who left; in five languages.

Rule: a kind is told by how its subject begins together with what its text says, or by a text that no person writes. All
tables are over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

from collections.abc import Mapping

from bridge.reading.patterns import Pattern, words

# Subject, and what the text says then.
_BY_SUBJECT: Mapping[str, tuple[str, str]] = {
    "a survey": (
        r"""
        how (did we do|would you rate|was (your|our)|satisfied) | rate (our|your|the|us) | satisfaction | survey
        (your|share your|we value your) (feedback|opinion) | feedback (request|requested) | tell us (what|how)
        avalie | avaliacao | inquerito | pesquisa de | satisfacao | a sua opiniao | sua opiniao | como foi (o|a)
        encuesta | valore | valora | valoracion | satisfaccion | su opinion | tu opinion | que le ha parecido
        umfrage | zufrieden\w* | bewerte\w* | bewertung | ihre meinung | kundenzufriedenheit | feedback
        enquete | sondage | votre avis | evaluez | notez | etes-vous satisfait\w*
        """,
        r"""
        (rate|answer|complete) (it|us|our|the|your|this|one|a) | (one|a|single) (click|question|minute) | take a moment
        satisfied | stars? | (\d|one|two|five) minutes? | from 1 to (5|10) | scale | closed | your (opinion|feedback)
        classific\w+ | avali\w+ | um (minuto|clique) | de 1 a (5|10) | estrelas | satisfeit\w+ | inquerito | opiniao
        valor\w+ | un (minuto|clic) | estrellas | satisfech\w+ | encuesta | opinion | parecido
        bewert\w+ | (einem|ein) klick | minuten? | sterne\w* | von 1 bis (5|10) | zufrieden\w* | umfrage | meinung
        evalu\w+ | notez | note | (un|une) (clic|minute) | etoiles | satisfait\w* | votre avis | sondage | enquete
        """,
    ),
    "a report": (
        r"""
        (scheduled|daily|weekly|monthly|nightly|automatic|automated) (\w+ \
          ){0,3}(report|summary|digest|statistics|backup)
        (backup|cron|disk|usage|security|scan|uptime|monitoring|server|traffic) (\w+ )?(report|summary|alert|status|job)
        alert | warning | alarm | notification | status report | monitor\w* | uptime\w*
        (relatorio|resumo) (\w+ ){0,2}(diario|semanal|mensal|agendado|automatico|de \w+) | alerta | monitorizacao
        aviso
        (informe|resumen) (\w+ ){0,2}(diario|semanal|mensual|programado|automatico|de \w+) | monitorizacion
        (tages|wochen|monats|status|sicherungs)-?bericht\w* | (taglicher|wochentlicher|monatlicher) bericht | warnung
        (rapport|resume|bilan) (\w+ ){0,2}(quotidien|hebdomadaire|mensuel|planifie|automatique|de \w+) | alerte
        """,
        r"""
        (generated|created|sent|produced) (\w+ )?(automatically|at \d|by|on \d) | threshold | severity
        exit (code|status)
        (status|state|host|service|job|result|duration|trigger|monitor|value|hostname) ?: | \d+ of \d+ | triggered
        (gerado|enviado|criado) (\w+ )?(automaticamente|as \d|em \d) | limite (\w+ )?(ultrapassado|excedido)
        (estado|servico|servidor|tarefa|duracao|resultado|valor|maquina) ?: | (nao exige|sem) (acao|intervencao)
        (generado|enviado|creado) (\w+ )?(automaticamente|a las \d|el \d) | umbral | limite superado
        (servicio|tarea|duracion|equipo|resultados) ?: | no (requiere|es necesaria) (accion|ninguna accion)
        (automatisch|um \d+) (\w+ )?(erstellt|erzeugt|generiert|versendet) | schwellwert\w* | schwelle
        (zustand|dienst|dauer|ergebnis|wert|rechner|auftrag) ?: | keine aktion (notig|erforderlich)
        (genere|envoye|cree) (\w+ )?(automatiquement|a \d|le \d) | seuil
        (etat|duree|resultat|valeur|tache|machine) ?: | aucune action (\w+ )?(requise|necessaire)
        """,
    ),
    "a voice mail or a fax": (
        r"""
        (new |you have (a |\d )?(new )?)?(voice ?mail|voice message|fax)( message)? (from|received|for)? | missed call
        (nov[oa] )?(mensagem de voz|fax|correio de voz) | chamada perdida
        (nuev[oa] )?(mensaje de voz|fax|buzon de voz) | llamada perdida
        (neue[s]? )?(sprachnachricht|fax|anrufbeantworter\w*) | (verpasster|entgangener) anruf
        (nouveau |nouvelle )?(message vocal|fax|telecopie|messagerie vocale) | appel (manque|en absence)
        """,
        r"""
        \d+ ?(pages?|seconds?|sec|s) | duration | caller | attached | listen | from \+?\d+ | left (you )?a message
        \d+ ?(paginas?|segundos?) | duracao | duracion | anexo | adjunto | ouvir | escuchar | de \+?\d{4,}
        \d+ ?(seiten?|sekunden?|sek) | dauer | anrufer | anhang | angehangt | anhoren | von \+?\d{4,}
        \d+ ?(secondes?) | duree | appelant | ci-joint\w* | piece jointe | ecouter | de \+?\d{4,}
        """,
    ),
    "a confirmation": (
        r"""
        (order|booking|payment|appointment|registration|subscription|shipping|reservation) (\w+ \
          )?(confirm\w*|received|shipped)
        (confirm|verify) your (e?mail|address|account|registration) | confirmation (of|for) (your|the)
        your (order|booking)
        (confirmacao|comprovativo|comprovante) (de|da|do) (\w+ \
          )?(encomenda|reserva|pagamento|registo|marcacao|inscricao|pedido)
        (confirmacion|justificante) (de|del) (\w+ )?(pedido|reserva|pago|registro|cita|inscripcion)
        (bestell|buchungs|zahlungs|termin|anmelde|versand|registrierungs)-?bestatigung\w*
        bestatigung (ihrer|ihres|der)
        (confirmation|recu|recapitulatif) (de|d'|du) ?(votre |la \
          )?(commande|reservation|paiement|rendez-vous|inscription)
        """,
        r"""
        (order|booking|reference|confirmation) (number|no|id) | thank you for your (order|booking|payment|registration)
        do not reply | (nao|no) (responda|conteste) | nicht antworten | antworten sie nicht | ne pas repondre
        obrigad[oa] pel[oa] (sua |seu )?(encomenda|reserva|compra|pagamento|registo)
        numero (da|de|do) (encomenda|reserva)
        gracias por su (pedido|reserva|compra|pago|registro) | numero de (pedido|reserva)
        (vielen )?dank fur ihre (bestellung|buchung|zahlung|anmeldung) | (bestell|buchungs)nummer
        merci (de|pour) votre (commande|reservation|achat|paiement|inscription) | numero de (commande|reservation)
        (click|clique|haga clic|klicken sie|cliquez) (\w+ ){0,4}(link|hier|here|aqui|lien|below|abaixo|abajo)
        """,
    ),
    "a read receipt": (
        r"""
        read receipt | read ?: | aviso de leitura | (confirmacao|recibo) de leitura | lida ?: | lido ?:
        (acuse|confirmacion|aviso) de lectura | leido ?: | lesebestatigung | gelesen ?:
        (accuse|confirmation|avis) de lecture | lu ?:
        """,
        r"""
        (was|been) (read|displayed|opened) | lid[oa] | leid[oa] | abert[oa] | abiert[oa]
        gelesen | geoffnet ete lu\w*
        """,
    ),
}

# A text that no person writes.
_BY_TEXT = r"""
    you (are receiving|received|receive|are getting) this (e?mail|newsletter|message) (because|as)
    view (\w+ )?in (\w+ )?browser
    if you (no longer wish|do not wish|do not want|would rather not) to (receive|get) | to unsubscribe
    unsubscribe (here|at any time)
    (recebeu|recebe|esta a receber) (este|esta) (e?mail|mensagem|newsletter) (porque|pois|por)
    (ver|abrir) no (navegador|browser)
    se (ja )?nao (deseja|pretende|quer|quiser) (\w+ )?(continuar a )?receber
    para cancelar (a )?(sua )?(subscricao|inscricao)
    (recibe|ha recibido|has recibido|recibes) este (correo|mensaje|email|boletin) (porque|ya que|por)
    ver en (el|su) navegador
    si (ya )?no (desea|quiere|deseas|quieres) (seguir )?recib\w+ | para darse de baja
    darse de baja (aqui|en cualquier)
    (sie|du) (erhalten|bekommen|erhaltst|bekommst) (diese|diesen) (e?mail|nachricht|newsletter),? (weil|da)
    im browser (ansehen|anzeigen|offnen)
    (wenn|falls) sie (keine|diesen newsletter nicht) (\w+ ){0,3}(erhalten|bekommen) | hier abmelden
    vous (recevez|avez recu) (ce|cet|cette) (courriel|mail|message|e?mail|lettre) (car|parce|en tant)
    voir dans (le|votre) navigateur
    si vous ne (souhaitez|desirez|voulez) plus recevoir | pour vous (desabonner|desinscrire)
    your message (\w+ )?(has not yet been|could not yet be|is still being|delivery is) (delivered|delayed|retried)?
    (delivery|message) (of your message |to \S+ )?(has been|is) delayed
    (we|server|system) will (keep|continue) (trying|to (try|retry))
    (a )?sua mensagem (\S+ ){0,4}(ainda nao foi|foi lida|foi aberta|sofreu um atraso)
    (continuaremos|continuara) a tentar
    (su|tu) mensaje (\S+ ){0,4}(aun no|todavia no|ha sido leido|fue leido|se ha retrasado) | se seguira intentando
    ihre nachricht (\S+ ){0,6}(noch nicht (zugestellt|ausgeliefert)|wurde (\S+ ){0,6}gelesen|verzogert)
    weitere zustellversuche
    votre message (\S+ ){0,5}(n'a pas encore|a ete lu|est retarde|a ete retarde)
    (continuera|continuerons) (a|d') ?essayer
    (has|have) (accepted|declined|tentatively accepted) (\w+ ){0,3}(invitation|invite|meeting|event)
    (aceitou|recusou) (\w+ ){0,3}(convite|reuniao|evento)
    ha (aceptado|rechazado) (\w+ ){0,3}(invitacion|reunion|evento)
    hat (\w+ ){0,4}(einladung|termin|besprechung) (\w+ )?(angenommen|zugesagt|abgelehnt|abgesagt)
    a (accepte|refuse|decline) (\w+ ){0,2}(l')?(invitation|reunion|evenement|rendez-vous)
    (request|message|enquiry|ticket|e?mail) was received and (has been|is|was)
    (was|has been) assigned (the )?(ticket|case|reference) (number|id)
"""

# A text that says that a machine sent it, or that nobody reads an answer. Not "created automatically": it is what mail
# systems say of a bounce, and what people paste.
_SAYS_SO = r"""
    this (\w+ )?(message|e?mail|mail|notification|report|notice|reply) (is|was|has been)( (an|only|just|being))? \
      (auto-?generated|automated|automatic|(sent|generated) (\w+ )?automatically|automatically \
        (sent|generated))
    (please )?do not (reply|respond|answer) (directly )?to this (\w+ )?(message|e?mail|mail|address|notification)
    sent automatically
    (this (mailbox|inbox|address)|replies to this (message|e?mail|address)) (is|are) not (monitored|read|checked)
    (esta|este) (\w+ )?(mensagem|e?mail|aviso|relatorio|resposta) (foi|e) (\w+ )?(enviad|gerad)[oa] \
      automaticamente
    (por favor,? )?nao (responda|responder) a (este|esta) (\w+ )?(mensagem|e?mail|endereco)
    (enviad|gerad)[oa] automaticamente
    (este|esta) (\w+ )?(mensaje|correo|e?mail|aviso|informe|respuesta) (ha sido|fue|se ha|es)( solo)? \
      (enviad|generad)[oa] automaticamente
    (por favor,? )?no (responda|conteste|responder) a (este|esta) (\w+ )?(mensaje|correo|e?mail|direccion)
    (enviad|generad)[oa] automaticamente | automatisch (versendet|verschickt|erstellt|generiert|erzeugt|gesendet)
    (diese|dieses|dieser) (\w+ )?(nachricht|e?mail|mail|schreiben|bericht|antwort) (wurde|ist|wird) (\w+ )?automatisch
    (bitte )?(antworten sie )?(bitte )?nicht auf diese (\w+ )?(nachricht|e?mail|mail|adresse)( antworten)?
    (ce|cet|cette) (\w+ )?(message|courriel|e?mail|mail|rapport|reponse) (a ete|est) (\w+ )?(envoye|genere)e? \
      automatiquement
    (merci de |veuillez |priere de )?ne pas (y )?repondre (directement )?a (ce|cet|cette) (\w+ \
      )?(message|courriel|e?mail|mail|adresse)
    (envoye|genere)e? automatiquement
"""

# Somebody left, and whom to write to now.
_LEFT = r"""
    (no longer|does not|not) (works?|work|working|employed|with|part of|at) (\w+ )?(here|for|at|with|us|the \
      company|our)?
    (has|have) left (the |our )?(company|organi[sz]ation|firm|team)
    ja nao (trabalha|esta|pertence|colabora|faz parte)\w* | nao faz mais parte
    deixou (a|de) (empresa|fazer parte|trabalhar)
    ya no (trabaja|esta|pertenece|colabora|forma parte) | ha dejado (la empresa|de trabajar|de formar)
    (ist|arbeitet) (\w+ )?nicht (mehr|langer) (\w+ ){0,5}(tatig|beschaftigt|unternehmen|firma|uns|haus\w*|erreichbar)
    hat (das|unser|unsere|die) (unternehmen|firma|haus) verlassen
    ne (fait|travaille|collabore) plus | a quitte (la|notre|l')? ?(societe|entreprise|equipe)
    n'est plus (\w+ )?(chez|dans|parmi)
"""
_NOW_WRITE = r"""
    (please )?(contact|write to|direct|send|address|e?mail) (\w+ ){0,6}\S+@\S+ | will not be (forwarded|read|answered)
    (contacte|contactar|escreva|dirija\w*|envie) (\w+ ){0,6}\S+@\S+ | nao (sera|foi) (encaminhad|reencaminhad|lid)[oa]
    (contacte|contactar|escriba|dirija\w*|envie) (\w+ ){0,6}\S+@\S+ | no (sera|ha sido) (reenviad|leid)[oa]
    (wenden|schreiben|kontaktieren|richten) (\w+ ){0,8}\S+@\S+ | wird nicht (weitergeleitet|gelesen)
    (contacter|contactez|ecrire|ecrivez|adresser|adressez) (\w+ ){0,6}\S+@\S+ | ne sera pas (transfere|transmis|lu)
    in (dringenden|eiligen) fallen | forwarded | weitergeleitet
"""
_OURS = r"""
    accounts? | access | log ?ins? | panel | remove | delete | revoke | change | permissions? | owner | password
    contas? | acesso | painel | remov\w+ | retir\w+ | apag\w+ | alter\w+ | senha | titular
    cuentas? | acceso | quit(ar|en)\w* | elimin\w+ | borr\w+ | cambi\w+ | contrasena
    konto | konten | zugang\w* | zugriff | entfern\w+ | losch\w+ | ander\w+ | passwort | inhaber
    comptes? | acces | supprim\w+ | retir\w+ | chang\w+ | mot de passe | titulaire
"""

# Closed, and when what was written is read.
_CLOSED = r"""
    (we|offices?|shop|store|company|business|services?|team) (\w+ )?(will be|are|is|remains?|will remain) (\w+ )?closed
    (encontram-se|estarao|estaremos|estamos|esta|estara|permanecera\w*) (\w+ )?encerrad[oa]s?
    fechad[oa]s (para|de|ate)
    (permaneceran?|estaran?|estaremos|estamos|esta) (\w+ )?cerrad[oa]s?
    (bleibt|bleiben|ist|sind|haben|hat) ([^\n]{0,50} )?(geschlossen|betriebsferien|betriebsurlaub)
    (sera|seront|sommes|serons|est|sont|restera|resteront) (\w+ )?fermee?s?
"""
_THEN_READ = r"""
    (messages?|e?mails?|requests?|orders?|enquiries) (\w+ ){0,4}(answered|handled|processed|dealt|read|replied)
    (will|shall) (answer|reply|respond|handle|process|deal|get back|read)
    (mensagens|pedidos|e?mails) (\w+ ){0,3}(tratad|respondid|lid)[oa]s | responderemos | trataremos
    (atenderemos|responderemos|contestaremos) | (mensajes|correos|pedidos) (\w+ ){0,3}(atendid|respondid)[oa]s
    (nachrichten|anfragen|mails|emails|bestellungen) (\w+ ){0,6}(beantwortet|bearbeitet|gelesen)
    (beantworten|bearbeiten|melden) (wir )?(\w+ ){0,6}(danach|ab|uns|anschliessend)?
    (messages|demandes|courriels|mails|commandes) (\w+ ){0,3}(traite|lu)e?s | (traiterons|repondrons)
"""

# A short notice of absence: it begins so, and says that nobody reads it or whom else to ask.
_TERSE = r"^\W*(?:(?:hi|hello|ola|hola|hallo|bonjour)\W+)?" + words(
    r"""
    (away|ooo|out|off|on leave|on holiday|on vacation|off sick|out of office|travelling) ((sick|on \w+|from \w+) \
      )?(until|till|to|from|back)
    (back|returning) (on|in|at) | (ausente|fora|de ferias|de baixa|de licenca|em viagem) (\w+ )?(ate|de|regresso|volto)
    (ausente|fuera|de vacaciones|de baja|de viaje|de permiso) (\w+ )?(hasta|del|vuelvo|regreso)
    (abwesend|im urlaub|urlaub|krank|krankgeschrieben|unterwegs|nicht im buro|bin weg|elternzeit) (\w+ \
      )?(bis|vom|ab|zuruck)
    (en arret|en conges?|absente?|en vacances|en deplacement|en maladie) (\w+ )?(jusqu\w*|du|de retour|retour)
    """
)
_NOBODY_READS = r"""
    (not|do not|will not) (read\w*|check\w*|monitor\w*|see\w*) (\w+ ){0,3}(mails?|emails?|messages|inbox|mailbox|this)
    (ask|see|try|contact|call|write to|email) [a-z]+ | no (e?mails?|laptop|phone|access)
    nao (leio|vejo|consulto|acompanho) | (falar|fale|falem|ver|contactar|contactem) com | sem acesso
    no (leo|miro|consulto|reviso) | (hablar|hable|hablen|ver|contactar) con | sin acceso
    (lese|prufe|sehe) (\w+ ){0,3}(keine|nicht) | keine (mails|emails|nachrichten) | vertretung | (an|bei) [a-z]+ wenden
    ne (consulte|lis|regarde|releve)\w* pas | (voir|contacter|s'adresser|ecrire) (avec|a)? | pas d'acces
"""
_SHORT = 160  # characters

# Who speaks of themselves is no survey, report or receipt, whatever the subject says: people answer those, and ask.
_OF_ONESELF = r"""
    i | my | mine | me | myself
    eu | meus? | minhas? | mim | comigo | preciso | gostaria | recebi | fiz | tenho | consigo
    yo | mis? | conmigo | necesito | quisiera | recibi | hice | tengo | puedo
    ich | mein\w* | mir | mich | je | j'\w* | mon | ma | mes | moi
"""

# What a survey asks in the words in which a person would ask for help.
SURVEYED = Pattern(
    words(
        r"""
        how would you \w+ | would you (rate|recommend|say) | can you (spare|take|give us|rate) | how (do|can) you rate
        we (want|would like) to (know|hear|learn) | we would (love|appreciate)
        como (avalia|classifica|avaliaria) | pode(ria)? (avaliar|dedicar|dar-nos) | queremos (saber|ouvir|conhecer)
        como (valora|calificaria|evalua) | puede (valorar|dedicar|darnos) | queremos (conocer|saber)
        konnen sie uns (\w+ ){0,3}(bewerten|empfehlen|sagen) | wurden sie uns (weiter)?empfehlen
        comment (evaluez|jugez|notez|avez|s'est) | pouvez-vous (nous )?(noter|consacrer|evaluer|donner)
        """
    )
)

_SUBJECTS = tuple(
    (Pattern(r"^\W{0,3}(?:(?:re|aw|fwd?|rv|tr): ?)?(?:\S[^\n]{0,60}\W)?" + words(subject)), Pattern(words(text)))
    for subject, text in _BY_SUBJECT.values()
)
_TEXT = Pattern(words(_BY_TEXT))
_SAYS = Pattern(words(_SAYS_SO))
_PAIRS = tuple((Pattern(words(first)), Pattern(words(second))) for first, second in ((_CLOSED, _THEN_READ),))
_ONESELF = Pattern(words(_OF_ONESELF))
_HAS_LEFT, _WRITE_NOW, _OURS_NAMED = Pattern(words(_LEFT)), Pattern(words(_NOW_WRITE)), Pattern(words(_OURS))
_TERSE_ABSENCE, _NOT_READ = Pattern(_TERSE), Pattern(words(_NOBODY_READS))


def is_of_a_kind(subject: str, text: str) -> bool:
    """Tell whether plain ``text``, what it quotes left out, is one of the kinds; ``subject`` may be empty."""
    return (
        _SAYS.is_in(text)
        or _TEXT.is_in(text)
        or (_is_headed_so(subject, text) and not _ONESELF.is_in(text))
        or any(first.is_in(text) and second.is_in(text) for first, second in _PAIRS)
        or (_HAS_LEFT.is_in(text) and _WRITE_NOW.is_in(text) and not _OURS_NAMED.is_in(text))
        or (len(text) <= _SHORT and _TERSE_ABSENCE.starts(text) and _NOT_READ.is_in(text))
    )


def _is_headed_so(subject: str, text: str) -> bool:
    return any(heading.is_in(subject) and body.is_in(text) for heading, body in _SUBJECTS)
