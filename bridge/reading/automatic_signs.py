"""Small signs of a machine, each of which a person may write, too; two different ones together a person hardly does.

In five languages, over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

from collections.abc import Mapping

from bridge.reading.patterns import Pattern, one_of, words

_SOON = r"(\d+|one|two|three|uma?|dois|duas|dos|tres|un|une|deux|trois|einem|zwei|drei)"
_HOURS = r"(business |working |calendar |dias |jours )?(hours?|days?|horas?|dias?|stunden?)"
_HOURS = r"(business |working |calendar |dias |jours )?(tagen?|werktagen?|heures?|jours?|h)"

SIGNS: Mapping[str, str] = {
    "is away": r"""
        ooo | on pto | out of (the )?(office|country)
        (i am|i will be|we are|i'll be) (currently |presently |now )?(\w+ )?(away|travell?ing)
        (i am|i will be|we are|i'll be) (currently |presently |now )?(\w+ )?(on \w*leave|on (\w+ \
          )?(leave|vacation|holidays?))
        (i am|i will be|we are|i'll be) (currently |presently |now )?(\w+ )?(out \
          (until|till|from|through|of)|unavailable)
        (i am|i will be|we are|i'll be) (currently |presently |now )?(\w+ )?(attending|not available)
        on (annual|parental|maternity|paternity|sick|medical) leave
        away (on business|from (my|the) (desk|office)|until|till|from \d+)
        (office|offices|shop|business) (is|are|will be) closed
        (estou|estarei|encontro-me|estaremos) (actualmente |atualmente |de momento |agora )?(fora|ausente|de ferias)
        (estou|estarei|encontro-me|estaremos) (actualmente |atualmente |de momento |agora )?(em \
          ferias|indisponivel|de licenca)
        so regresso | sem disponibilidade | nao estou disponivel
        (estoy|estare|me encuentro|estaremos|estamos) (actualmente |ahora mismo )?(fuera|ausente|de vacaciones)
        (estoy|estare|me encuentro|estaremos|estamos) (actualmente |ahora mismo )?(de viaje|de baja|de permiso)
        no estoy disponible
        (bin|habe|sind|befinde mich) (ich )?(derzeit |momentan |aktuell )*(nicht (im \
          (buro|haus\w*)|erreichbar|da)|abwesend|(im |in )?urlaub)
        (bin|habe|sind|befinde mich) (ich )?(zurzeit |zur zeit |bis \S+ |vom \S+ bis \S+ )*(nicht (im \
          (buro|haus\w*)|erreichbar|da)|abwesend|(im |in )?urlaub)
        (bin|habe|sind|befinde mich) (ich )?(derzeit |momentan |aktuell )*(ausser haus|auf (dienstreise|reisen))
        (bin|habe|sind|befinde mich) (ich )?(derzeit |momentan |aktuell )*(in elternzeit|krank)
        (bin|habe|sind|befinde mich) (ich )?(zurzeit |zur zeit )*(ausser haus|auf (dienstreise|reisen))
        (bin|habe|sind|befinde mich) (ich )?(bis \S+ |vom \S+ bis \S+ )*(ausser haus|auf (dienstreise|reisen))
        (bin|habe|sind|befinde mich) (ich )?(zurzeit |zur zeit |bis \S+ |vom \S+ bis \S+ )*(in elternzeit|krank)
        (suis|serai|sommes|serons) (actuellement |presentement )?(absent\w*|en conges?|en vacances)
        (suis|serai|sommes|serons) (actuellement |presentement )?(en deplacement|hors du bureau|indisponible)
        (bureaux|entreprise|societe) (est|sont|sera|seront) fermes?
    """,
    "answers later": r"""
        (will|shall|'ll) (\w+ )?(respond|reply|answer|read (your|my)|catch up|get back|return your|be checking)
        (upon|on|after) my return | when i (get|am|return) (back|in)?
        (limited|intermittent|no|sporadic|restricted|patchy) (access|connectivity|internet) | no laptop
        not (be )?(checking|reading|monitoring) (\w+ )?(e?mails?|messages)
        (delayed|slower) (response|reply|answer)s? | slower than usual
        respond(erei|eremos|o|emos) (\w+ )*(regress|volt|assim|logo|breve)\w* | (acesso|sem acesso) (limitado|ao|aos)
        (ao|no) meu regresso | quando (voltar|regressar) | regresso (a|ao|no|dia|em)
        (respondere|contestare|responderemos|contestaremos) | (acceso|sin acceso) (limitado|al) | a (mi|la) vuelta
        cuando (vuelva|regrese) | vuelvo (el|en|a)
        (antworte|melde mich|beantworte) (\w+ )*(ruckkehr|zuruck|danach|sobald|wieder)\w* | nach meiner ruckkehr
        (nicht|nur eingeschrankt) (automatisch )?(weitergeleitet|gelesen|auf meine)
        lese keine (mails|emails|nachrichten) | wieder (fur sie )?(da|erreichbar|im buro) | keinen? (zugriff|zugang)
        (repondrai|repondrons|traiterai|traiterons) | a (mon|notre) retour
        de retour (le|a|au|lundi|mardi|mercredi|jeudi|vendredi)? | acces (\w+ ){0,3}(limite|sera limite)
        (n'ai|sans) (pas )?(d')?acces
    """,
    "names another": r"""
        in my absence | (in|for) (the |any )?(meantime|interim|urgent\w*|emergenc\w+|anything (urgent|pressing))
        if (it|this|your \w+) (is urgent|cannot wait|requires|is time-sensitive)
        please (contact|direct|reach out|get in touch|write to|email|call|refer|address)
        na minha ausencia | (em caso de|para|se for) (urgen\w+|assuntos urgentes|algo urgente)
        (contacte|contate|contactar|fale com|dirija-se)
        en mi ausencia | (en caso de|para|si es) (urgen\w+|asuntos urgentes)
        (contacte|contactar|dirijase|dirigirse|escriba) (con|a|al)?
        in (meiner|der) (abwesenheit|zwischenzeit) | in dringenden (fallen|angelegenheiten) | wenden sie sich
        (kontaktieren|schreiben) sie (bitte )? | meine vertretung | vertretung (ist|hat|ubernimmt)
        (pendant|durant|en) mon absence | en cas d'urgence | pour toute urgence | (vous )?adresser a
        (contactez|contacter|joindre|ecrire a)
    """,
    "thanks for the mail": r"""
        (thank you|thanks|many thanks) (\w+ )?for (your \
          (e?mail|message|enquiry|inquiry|request|interest|order)|contacting|getting in touch)
        (thank you|thanks|many thanks) (\w+ )?for (reaching out|writing|e-?mailing)
        (obrigad[oa]|agradecemos|gratos) (\w+ )?(por|pel[oa]|o|a)? ?(\w+ )?(contacto|contato|contactar)
        (obrigad[oa]|agradecemos|gratos) (\w+ )?(por|pel[oa]|o|a)? ?(\w+ )?(entrar em contat?c?to|e?mail)
        (obrigad[oa]|agradecemos|gratos) (\w+ )?(por|pel[oa]|o|a)? ?(\w+ )?(mensagem|escrever)
        (gracias|agradecemos) (por|su) (\w+ )?(contactar\w*|escribir\w*)
        (gracias|agradecemos) (por|su) (\w+ )?(su (correo|mensaje|email)|comunicarse|contacto)
        (vielen dank|danke|besten dank) fur (ihre|die|deine|ihr|eure) (\w+ )?(nachricht|mail|email)
        (vielen dank|danke|besten dank) fur (ihre|die|deine|ihr|eure) (\w+ )?(anfrage|anliegen|interesse|schreiben)
        merci (\w+ )?(de nous avoir|pour votre|de votre|d'avoir) ?(contactes?|message|mail)?
        merci (\w+ )?(de nous avoir|pour votre|de votre|d'avoir) ?(email|demande|courriel|ecrit)?
    """,
    "has received it": r"""
        (we|i) (have |has )?(successfully )?(received|got|logged|registered) your | we've received
        (has|have) been (successfully )?(received|registered|logged|created|assigned|opened)
        (case|ticket|request|reference|confirmation) (number|id|no)? ?(is|:|has been)? ?\W?[a-z]{0,3}-?\d{3,}
        let you know (that )?we | your (case|ticket|reference) (number|id) is
        (recebemos|registamos|registramos) | foi (registad|registrad|recebid|cread|criad|abert)[oa]
        (protocolo|pedido|chamado|referencia)( numero| n\W*)? ?\d{3,} | sob o (protocolo|numero)
        hemos (recibido|registrado|creado) | ha sido (recibid|registrad|cread|asignad)[oa]
        (tu|su|el) (caso|solicitud|ticket)( es el| numero)? \d{3,}
        (haben|habe) ihre (\w+ )?(erhalten|bekommen)
        wurde (unter|mit) (der |dem )?(nummer|vorgangsnummer|aktenzeichen) | (erfasst|eingegangen|registriert)
        ticketnummer | vorgangsnummer
        (avons|ai) (bien )?(recu|enregistre) | porte le (numero|n)
        (a|a ete) (bien )?(enregistree?|recue?|prise en compte) | numero (de dossier|de ticket)
    """,
    "promises an answer": rf"""
        (within|in less than|in under|up to) (the next )?{_SOON} {_HOURS} | as soon as (we can|possible)
        (our|current|average) response time
        (a|one of our|our) (\w+ )?(team|agents?|representatives?)( members?)? (will|shall)
        (a|one of our|our) (\w+ )?(specialists?|colleagues?|member of our \w+)( members?)? (will|shall) | shortly
        (em ate|no prazo de|dentro de|nas proximas) {_SOON} {_HOURS} | o mais breve possivel | com a maior brevidade
        retornaremos | entraremos em contat?c?to | {_SOON} dias uteis
        (en menos de|en un plazo de|dentro de|en las proximas) {_SOON} {_HOURS} | lo antes posible | a la brevedad
        horas habiles | te responderemos | nos pondremos en contacto | se pondra en contacto
        innerhalb (von )?(der nachsten )?{_SOON} {_HOURS} | schnellstmoglich | so schnell wie moglich
        so bald wie moglich | melden uns | umgehend
        (sous|dans les|dans un delai de) {_SOON} {_HOURS} | dans les (plus brefs|meilleurs) delais
        (vous )?(repondrons|recontacterons) | heures ouvrees
    """,
    "says it is automatic": r"""
        (this is|it is|is) an? (automat\w+|auto-?\w*|system[- ]generated|computer[- ]generated)
        (was|were|been) (sent|generated|created) (\w+ )?automatically | automatically (generated|sent|created)
        (do not|please do not|cannot|not) (reply|respond) (directly )?to this | unattended | unmonitored | no-?reply
        auto-?(reply|response|responder)
        nao responda (a|ao|este|esta) | (enviad|gerad)[oa] automaticamente
        (mensagem|resposta|email|e-mail) automatic[oa] | nao e monitorizad[oa]
        no responda (a|al|este|esta) | no conteste (a|este) | (enviad|generad)[oa] automaticamente
        (mensaje|respuesta|correo|email) automatic[oa]
        (antworten sie|bitte) nicht (auf|antworten) | nicht auf diese (e?mail|nachricht|e-mail)
        automatisch (erzeugt|erstellt|generiert|versendet|verschickt)
        automatische (e?mail|nachricht|antwort|benachrichtigung)
        (ne pas|ne) (y )?(repondre|repondez pas) (a ce|a cet|directement) | (envoye|genere)\w* automatiquement
        (message|mail|courriel|reponse) automatique
    """,
    "could not deliver": r"""
        (could not|cannot|was not|were not|has not been|not) (be )?deliver(ed|able)? | undeliverable
        delivering your message | delivery (has )?(failed|incomplete|delayed|failure) | address (was )?not found
        (permanent|fatal) (\w+ )?errors?
        your message (to \S+ )?(has been|was) (blocked|rejected|quarantined|delayed)
        mailbox (is )?(full|unavailable|does not exist)
        nao (foi|pode ser|pode|foi possivel) (entreg\w+|ser entregue|encontrad\w+) | falha na entrega
        no (se )?(entrego|pudo entregar|ha podido entregar|encontro la direccion|se encontro)
        (direccion|buzon) (no existe|lleno)
        (nicht|konnte nicht|wurde nicht|nicht) (\w+ )?(zugestellt|gefunden) (werden)?
        zustellung (\w+ )?(fehlgeschlagen|nicht moglich) | n'a pas (ete|pu etre) (distribue|remis|delivre|livre)\w*
        est introuvable | echec de (la )?(remise|livraison|distribution)
    """,
    "tells how it failed": r"""
        (gmail|server|system|we) will (re)?try | for \d+ more (hours|days) | technical details | see transcript
        transcript of session | diagnostic | returned (mail|to sender) | original message was received
        (following|below) (address|recipient)\w* | remote server | smtp | recipient\w* | \d{3} \d\.\d\.\d
        endereco \S* ?nao | \bla direccion | die adresse | l'adresse | der empfanger | destinatar\w+ | destinataire
    """,
    "is a notification": r"""
        unsubscribe | view (it|them|this|in) (\w+ )?(your )?browser | unread (notifications?|messages)
        track (your|the) (parcel|order|package) | has shipped | if this was you | new sign-?in | this alert
        alert was sent | threshold | sent by (zabbix|nagios|uptime\w*|grafana|prometheus|monit|pingdom)
        you are receiving this | manage (your )?(preferences|notifications) | good news | verification code
        cancelar (a )?(inscricao|subscricao) | cancelar suscripcion | darse de baja de esta lista | abmelden
        newsletter abbestellen | se desabonner | se desinscrire
    """,
}
SUBJECT_SIGN = r"^\W{0,3}(?:(?:re|aw|fwd?|enc|rv|tr): ?){0,2}\W{0,2}" + one_of(
    r"""
    ooo\b | auto(matic|mated)?\b | out of office
    (delivery|mail|message|returned|undeliver\w*) (incomplete|failed|failure|blocked|delayed)
    (delivery|mail|message|returned|undeliver\w*) (mail|status|rejected|undeliverable|not delivered)
    (case|ticket|request|order|case id)\W{0,3}\S{0,12} (created|received|opened|registered|confirmed|confirmation)
    (we )?(have )?(got|received) your | thank you for (contacting|your)
    your (order|parcel|package|subscription|receipt) | security alert
    (weekly|daily|monthly) (digest|summary|report|newsletter) | \[?alert\]? | new sign-in
    recebemos (o|a|seu|sua) | (mensagem|message) nao entregue | aviso\s*$ | confirmacao de rececao | hemos recibido
    (mensaje |correo )?no entregado | acuse de recibo | confirmacion de recepcion
    eingangsbestatigung | empfangsbestatigung | zustellung (fehlgeschlagen|nicht) | unzustellbar | hinweis\s*$
    ihre anfrage | accuse de reception | message non (distribue|remis|delivre) | echec | avis\s*$ | votre demande
    """
)
# With one of these it is a person, however many signs there are.
NOT_SIGNS = Pattern(
    words(
        r"""
        (the|my|our|your) (out of office|auto\w*|vacation|automatic)( \w+)? (text|message|reply|notice|responder)
        (i will|i'll|will) (test|try|check|send you) | je (testerai|verifierai|essaierai)
        vou (testar|verificar|experimentar|vendo)
        (probare|lo pruebo|lo miro) | (ich )?(teste|probiere|prufe) (es|das|morgen|spater) | werde (es )?testen
        mas (o|a|os|as|eu|nao|isto|isso|ainda|agora|preciso|podem|ja|estou|so|continu\w+) | but | pero | aber | mais
        however | although | so please | in that time | go ahead | you can | you may
        feel free to (restart|start|proceed|go) | leave (the|it|this) | nothing has happened | nobody
        nothing (happens|happened) | shall i
        podem avancar | podem (fazer|reiniciar|ver) | e nada | ninguem | podeis | pueden (hacer|empezar|avanzar)
        y nada | nadie | sie konnen (mit|jetzt|gern\w*|ruhig) | nichts passiert | niemand
        vous pouvez (lancer|commencer|y aller) | rien ne | personne | a week ago
        since (last )?(week|monday|yesterday)
        (have|take) a look | please (check|look|fix|restart|have|leave|get it|call me|give)
        please do (it|so|that|the|this)
        (mails?|messages?|emails?) (from|to|an|a|vers|para) (\w+ ){0,4}(is|are|kommen|vuelven|reviennent|sao|come) \
          (returned|back|zuruck|devolvid\w*|bounc\w*)?
        (our|my|a|one of our) (\w+ )?(customers?|clients?|website|site|server|shop|plugin|script)
        bitte prufen | merci de verifier | (podem|podeis|pueden) (verificar|mirarlo|ver)
        """
    )
)
