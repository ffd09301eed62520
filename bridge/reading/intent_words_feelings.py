"""How customers complain, chase, thank, tell and opt out, in five languages.

All tables are over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

_GUIDE = (
    "(guides?|tutorials?|articles?|instructions?|how-?to|faq|kb|knowledge ?base|documentation|docs|link|screenshots?)"
)
_GUIDE_PT_ES = "(guias?|tutorial|tutoriais|tutoriales|artigos?|articulos?|instrucoes|instrucciones|link|enlace)"
_GUIDE_DE = "(anleitung\\w*|artikel|hilfeseite|faq|link|tutorial)"
_GUIDE_FR = "(guide|tutoriel|tuto|article|lien|mode d'emploi|instructions)"
# To the end of the clause: what is said of a guide stands anywhere behind it.
_GAP = r"([^.!?;\n]{0,90} )?"

COMPLAIN = rf"""
    it is not the (\w+ )?(plugin|dns|certificate|problem)
    (wrote|said|told|explained|mentioned) (\w+ ){{0,3}}in my (first|last|previous|original) (message|mail|ticket)
    (a|have a) (human|person|real person) (\w+ )?(look|read|answer|reply)\w* | you promised
    my (previous|old|last) (host|provider) (\w+ )?(did|does|had|could|was)
    copy-?( and )?paste | copy and paste | an actual answer | canned | (days|weeks|hours) for (a|an|one|such)
    robots? | bot (reply|answer)
    fornecedor anterior | (escrevi|disse|expliquei) (\w+ ){{0,4}}(na|no) (primeira|ultima)
    uma pessoa (veja|responda|leia) | prometeram | (dias|semanas) para (mudar|uma?|um)
    (mi )?anterior proveedor | (puse|dije|escribi|explique) (\w+ ){{0,4}}(en el|en mi) (primer|ultimo)
    lo (mire|lea|vea) una persona | prometisteis | prometieron | (dias|semanas) para (un|una|cambiar)
    (beim|mein|unser) (alten|alter|vorheriger|fruheren) (anbieter|hoster) (ging|war|hat)
    (schon|bereits) (\w+ )?(geschrieben|erklart|gesagt|erwahnt) | ein mensch (\w+ )?(ansehen|lesen|antworten)
    versprochen | (tage|wochen) fur (eine|einen|so)
    ancien prestataire (le|la|faisait) | (ecrit|dit|explique) (\w+ ){{0,3}}dans mon (premier|dernier)
    (qu'un|un) humain (\w+ )?(regarde|reponde|lise) | promis | (jours|semaines) pour (un|une|changer)
    unacceptable | not acceptable | ridiculous | disappoint\w* | (not|un)happy (with|about) | unhappy | not satisfied
    fed up
    dissatisf\w* | complain(t|ts|ing)? | waste of (time|money) | worst | terrible | awful | useless | joke | pathetic
    shame\w*
    lawyer | compensation | sla credit | (anybody|anyone|somebody|someone) (even |actually |here )?read\w*
    (does|do) (anybody|anyone|you) (even |actually )?read
    {_GUIDE} {_GAP}(you|your \w+) (\w+ )?(sent|gave|linked|posted|pointed|mentioned|provided)
    (you|they) (\w+ )?(sent|send|gave|give|linked|keep sending|just send) (me |us )?{_GAP}{_GUIDE}
    (got|received|get) (a|the|another|your) (\w+ ){{0,3}}{_GUIDE}
    (your|this|that|the) (\w+ ){{0,2}}{_GUIDE}( [^.!?;\n]{{0,90}})? \
      (did not|does not|do not|is not|was not|are not|useless|wrong|outdated|incorrect|has|have|contains)
    {_GUIDE} (did not|does not) (help|work|apply) | not what i (asked|meant|wrote)\w* | read my (ticket|message)
    random links
    (third|fourth|fifth|second|[345]th|3rd|2nd) time
    (told|said|explained) (\w+ ){{0,3}}(twice|before|already|several times|three times)
    (days|weeks|hours) and (still )?(no|nobody) | nobody (\w+ )?(answer|repl|help|tell|respond|fix|care)\w*
    waiting for (\w+ )?(\w+ )?(days|weeks)
    oh great | great job | well done | again and again | yet again
    inaceitavel | inadmissivel | vergonha | vergonhos\w+ | desiludid\w* | reclama\w* | pessim\w* | insatisfeit\w*
    fart[oa] | cansad[oa] de
    (mandaram|enviaram|mandam|enviam|mandou|enviou|recebi|receber)(-me)? {_GAP}{_GUIDE_PT_ES}
    {_GUIDE_PT_ES} que (me |nos )?(mandaram|enviaram|enviou|mandou|indicaram)
    (vosso|seu|esse|este|o) {_GUIDE_PT_ES} {_GAP}(nao|errad\w+|desatualizad\w+|ultrapassad\w+|esta|tem)
    alguem le (os|isto|o) | ninguem (\w+ )?(responde|resolve|ajuda|le)
    (nada a ver|nao tem nada) com o que (pergunt|ped)\w+ | outra vez o (mesmo|guia|link)
    (terceira|segunda|quarta) (vez|semana) | ja (disse|expliquei|pedi)
    inaceptable | verguenza | vergonzos\w+ | decepcion\w* | quej\w* | pesim\w* | insatisfech\w* | indignante
    hart[oa] | lamentable
    (mandan|envian|mandais|enviais|mandaron|enviaron|mandasteis|enviasteis|recibo|recibi) {_GAP}{_GUIDE_PT_ES}
    {_GUIDE_PT_ES} que me (mandaron|enviaron|habeis|han|disteis)
    no es lo que (pregunt|ped|dig)\w* | nadie (\w+ )?(responde|contesta|resuelve|ayuda|lee) | es un robot
    ya (dije|explique|les dije|os dije)
    (llevo|llevamos) (\w+ )?(dias|semanas|horas) | (tercera|segunda|cuarta) vez
    (su|vuestra|esta|vuestro|este) {_GUIDE_PT_ES} {_GAP}(no|mal|desactualizad\w+|esta|obsolet\w+)
    inakzeptabel | unverschamt\w* | enttausch\w* | beschwer\w* | frechheit | unzufrieden | katastroph\w* | zumutung
    unmoglich | unfassbar | lacherlich
    (bekomme|bekam|erhalte|erhielt|schicken|schickt|geschickt|bekommen) {_GAP}{_GUIDE_DE}
    {_GUIDE_DE} {_GAP}(bekomme\w*|geschickt|erhalten|falsch\w*|veraltet\w*|nicht meine|hilft nicht|passt nicht)
    (ihre|eure|diese) {_GUIDE_DE} {_GAP}(nicht|falsch\w*|veraltet\w*) | liest das | gar nicht meine frage
    nicht meine frage | zum (dritten|zweiten|vierten|x-ten) mal
    niemand (\w+ )?(antwortet|hilft|liest|meldet|reagiert)
    (seit|schon) (\w+ )?(einer |zwei |drei |funf )?(tagen|wochen|woche) (\w+ )?(warte|keine|auf)
    inacceptable | inadmissible | decu(e|s)? | reclamation | scandal\w* | honteu\w+ | honte | mecontent\w*
    lamentable | ras le bol | marre
    (envoye|envoyez|recu|recois) {_GAP}{_GUIDE_FR} | {_GUIDE_FR} que vous (m'avez|avez|m')
    pas (du tout )?ma question | personne ne (repond|lit|aide|resout)\w*
    (votre|ce|cet) {_GUIDE_FR} {_GAP}(pas|faux|obsolete|incorrect|perime\w*)
    (deuxieme|troisieme|quatrieme) fois | que j'attends | (une|deux|trois) semaines? que
"""

CHASE = r"""
    any (news|update|updates|progress|word) | (is|are) there (any )?(news|updates?)
    did (it|my \w+|you|that|they) (\w+ )?(arrive|get|receive)
    (did|has|have) (my|your|anybody|anyone|somebody|you|a) (\w+ )?(already \
      )?(answer\w*|repl\w+|respond\w*|look\w*|read) (me|you|to|this|it|my)
    status of my (ticket|request) | (still )?waiting for (\w+ )?(reply|answer|response|news) | for your information
    heard (nothing|back)
    ha novidades | alguma novidade | novidades | receberam | recebeu o (meu|documento) | aguardo resposta
    ponto de situacao
    (hay|alguna|tienen) (\w+ )?(novedad|novedades|noticias) | novedades | han recibido | recibieron
    esperando (\w+ )?respuesta
    (etwas|was|schon) neues | gibt es neuigkeiten | neuigkeiten | (wie ist )?der stand | zur info | zur kenntnis
    schon (angekommen|bearbeitet) | warte (\w+ ){0,4}auf (\w+ )?(antwort|ruckmeldung)
    des nouvelles | du nouveau | avez-vous (bien )?recu | ou en est | pour info\w* | j'attends (\w+ ){0,3}reponse
"""

TELL = r"""
    as (discussed|agreed|mentioned|told) (on the phone|by phone|with|earlier) | if (something|anything) happens
    survey answer | for the file
    conforme (falado|combinado) | como falamos | segun lo (hablado|acordado) | como hablamos
    wie (telefonisch )?(besprochen|vereinbart) | comme convenu
    fyi | for your records | (just )?(to )?let you know | heads-?up | nothing to do for you
    (please )?note (her|him|them|that) as
    (attached|enclosed) (is|are|please|you|find) | (i have|i've) sent you the (signed|form|document)\w*
    (may|can|is allowed to) talk to you (about|on)
    on our behalf | authori[sz](e|ed|ation) (\w+ ){0,3}(to|for) (act|talk|speak)
    (send|get|receive) (me |us )?(a )?cop(y|ies) of (our|the|my|your) (contract|agreement)
    (segue|seguem|envio|anexo|em anexo) (\w+ ){0,2}(em )?anexo | em anexo | anexei | ja enviei | so para informar
    para vosso conhecimento
    adjunt(o|amos|e) | les (envio|adjunto) | solo para informar | para su informacion | ya (envie|mande)
    anbei | im anhang | angehangt | auskunft (\w+ ){0,6}(bekommen|erhalten|geben) | bitte vermerken | zur information
    teile (\w+ )?mit
    ci-joint\w* | piece jointe | veuillez trouver | pour votre information | je vous informe | vous ai (deja )?envoye
"""

UNSUBSCRIBE = r"""
    stop sending (me|us) | promotions? for | (your|the|more) promotions?
    (pare[mn]?|deixem|dejen|dejad) de (me )?enviar(me)? | keine werbung | plus (de )?(publicite|promotions)
    newsletters? | unsubscribe | mailing ?list | (remove|take) me (from|off) | opt[- ]?out | boletin | lista de correo
    (retir|remov|tir)\w+(-me)? da (newsletter|lista) | quiten mi | verteiler | abbestell\w* | austragen | desabonn\w*
    desinscri\w* | me retirer
"""

AUDIT = r"""
    auditor\w* | audit | compliance | how long do you (keep|retain|store) | retention | iso 27001 | questionnaire
    data processing agreement
    auditoria | durante quanto tempo (guardam|conservam) | cuanto tiempo (guard|conserv|almacen)\w+ | auditoria
    pruf(er|ung|bericht)\w* | wie lange (bewahren|speichern) | auftragsverarbeitung\w* | av-vertrag
    combien de temps (\w+ )?(conserv|gard|stock)\w+ | auditeur | sous-traitance
"""

# Thanks, or what is done already: only the sentence is no request.
ASIDE = r"""
    thank(s| you)( \w+){0,4} (for|with) | (thanks|thank you|cheers)( \w+){0,2}$
    (obrigad[oa]|gracias|merci|valeu)( \w+){0,2} (por|pela|pelo|pour|pel[oa]s) | (danke|dank)( \w+){0,2} fur
    agradec(er|o|emos)
    vielen dank fur | appreciate your | (already|have|i|we) (already )?(fixed|solved|sorted|resolved)
    (ja|ya) (resolvi|solucione|arregle) | like (you|your colleague) (did|helped) | works a treat | all done | spot on
    five stars | great job from
    (love|loved|like) (the|your) | (muy |tres |super )(buen|bon|verstandlich|clair)\w*( \w+)?
    hat (alles )?(geklappt|funktioniert)
    todo (quedo|ha quedado|salio) (\w+ )?(perfecto|bien) | tout est en place | s'est bien passe | impecavel
    cinco estrelas | by the way
    dank (ihrer|eurer) | merci encore | mil gracias
"""
IN_ADVANCE = r"in advance|antecipad|de antemano|por adelantado|im voraus|d'avance|par avance"
# Before any of it is read: to ask for instructions is the very thing a guide answers.
WELCOME = r"""
    (do you have|is there|are there) (any |a |an |some |the |your )?(\w+ )?(instructions?|guide|tutorial)
    (do you have|is there|are there) (any |a |an |some |the |your )?(\w+ )?(how-?to|manual|documentation)
    (where (is|are)|have you got|can you (give|send) (me |us )?) (any |a |an |some |the |your )?(\w+ \
      )?(instructions?|guide|tutorial|how-?to|manual|documentation)
    (tem|ha|existe|tienen|teneis|hay) (algum|alguma|algun|alguna|un|um|una|uma)? ?(\w+ )?(guia|tutorial)
    (tem|ha|existe|tienen|teneis|hay) (algum|alguma|algun|alguna|un|um|una|uma)? ?(\w+ \
      )?(manual|instrucoes|instrucciones)
    gibt es (\w+ ){0,2}(anleitung|hilfeseite) | habt ihr (\w+ )?anleitung | haben sie (\w+ )?anleitung
    (avez-vous|y a-t-il) (un |une )?(guide|tutoriel|tuto|mode d'emploi)
"""
