"""How people say that it is not solved, and that they only mean thanks, in five languages.

All tables are over plain text (lower case, no accents, contractions written out) and are read in every language at
once; each alternative stands for whole words.
"""

from bridge.reading.patterns import words
from bridge.reading.words import words_of

# Between "not" and "solved".
_DEGREE = r"( (yet|been|really|completely|entirely|quite|fully|properly|even|be|at all|getting|all|so|still|always))*"

# Not said to be so, but spoken of: a doubt where it is hoped for.
SPOKEN_OF = words(
    """
    fixed | solved | resolved | sorted out | works? now
    resolvid[oa] | funcione (agora|ja) | resuelt[oa] | solucionad[oa] | (ya )?funcione( ahora)?
    gelost | geloest | behoben | erledigt | resolue? | reglee?
    """
)

# "It is not solved": the phrase itself negated, which is plain, and no doubt (L4).
NEGATED = words(
    r"""
    (not|never|nothing|hardly|is|still|remains){degree} (un(solved|fixed|resolved))
    (not|never|nothing)( is| has| was| got)?{degree} (solved?|fix(ed)?|resolved?|sorted)( yet| at all| either)?
    (not|never|nothing)( is| has| was| got)?{degree} (ok|fine|good|gone)( yet| at all| either)?
    (ainda )?nao \
      (esta |foi |ficou |se |ficou ainda |esta ainda )?(\w+ )?(resolvid[oa]|resolveu|resolvi|consegui resolver|ajudou)
    ((todavia|aun) )?(no|sin|nada) \
      (esta |se |lo |ha |ha sido |quedo |me )*(\w+ )?(solucion\w+|resuelto|resolver|resolvio|arregl\w+|ayudo)
    (nicht|nichts|noch nicht|immer noch nicht)( \w+)? (gelost|geloest|behoben|erledigt|geholfen|in ordnung)
    (ungelost|pas encore|toujours pas|pas)( \w+)? (resolu|regle|repare|corrige|aide)
    """,
    degree=_DEGREE,
)

STILL = words("still | ainda | todavia | aun | (immer )?noch | toujours | encore")

# "It still does not work": trouble told anew, no solved phrase at all.
FAILING = words(
    r"""
    not{degree}( currently| correctly)? \
      (work(ing|s|ed)?|loading|load)( (now|again|anymore|any more|fine|properly|correctly|well|yet|either))?
    no longer (work(s|ing)?|loads?|online) | stopped working( again)?
    cannot get (it|this) (working|to work)
    nao (\w+ )?(funciona|funcionou|funcionando|a funcionar|deu certo)( agora| ainda)?
    (deixou|parou) de funcionar
    no (me |nos |te )?(funciona|funciono|va bien|esta funcionando|anda)( ahora| bien| aun)?
    geht( es)?( schon)? wieder los | dejo de funcionar | ya esta bien de
    volt(ou|a) a (cair|falhar|dar|acontecer|parar|aparecer|pedir)
    (volvio|vuelve|ha vuelto) a (caer\w*|fallar|pasar|dar|ocurrir|salir)
    (funktioniert|geht|lauft|laeuft|klappt)( \w+){0,3} nicht( mehr)?
    nicht (funktioniert|geklappt|gegangen|mehr)
    (marche|fonctionne|fonctionnent)( \w+)? (pas|plus|jamais)( maintenant| encore| bien)?
    (pas|plus) (marche|fonctionne)
    """,
    degree=_DEGREE,
)

# Said in passing when all is well; nothing in it raises a doubt.
HARMLESS = words(
    r"""
    (you (can|may) |please |feel free to |we can |kindly |i will )*(go ahead and )?(now )?clos(e|ing) \
      (this|the|my|it|out)( (ticket|case|request|issue|one))?( now| please)?
    no (further|more|other|additional|new) \
      (questions?|problems?|issues?|errors?|help|action|assistance)( (is|are))?( (needed|required|necessary))?
    no (worries|problem|issues?|errors?|need to (reply|respond|answer|do anything)) | thanks again
    thank you again | nothing (else|more|further)( is)?( needed| required| to do| to add)?
    without (any )?(problems?|issues?|errors?)
    (do|will|does) not need (anything|any|further|more)( (else|more|further|other))?( (help|assistance|support))?
    (could|would) not have (done|managed|solved) it without you(r help)?
    how (quick|fast|nice|kind)( you \w+)?
    (podem|pode) (fechar|encerrar)( (o|este))?( (ticket|chamado|pedido))?
    sem (mais )?(problemas?|erros?|duvidas)
    (pueden|puede|podeis) cerrar( (el|este))?( (ticket|caso))? | sin (mas )?(problemas?|errores)
    please close | (das )?ticket kann( nun| jetzt)? (zu|geschlossen werden) | never mind | nevermind | de nada
    (das )?ticket kann geschlossen werden
    (sie )?konnen (das |dieses )?ticket schliessen
    keine weiteren? (fragen|probleme) | ohne (probleme|fehler)
    merci de (votre|ton|l')( \w+)? ?(aide|reponse|reactivite|patience|rapidite|soutien)
    (vous pouvez|on peut) (fermer|cloturer|clore)( (le|ce))?( ticket)? | plus de (probleme|souci)s?
    sans (probleme|souci|erreur)s? | aucun (autre )?(probleme|souci) | pas de (souci|probleme)
    """,
)

# Nobody asks to close what still fails: it says that it is solved, with the usual doubts.
CLOSE = words(
    r"""
    (you (can|may)|we can|feel free to|please|pls|go ahead and|kindly) (\w+ )?close (this|the|my|it)( \
      (ticket|case|request|issue|one))?
    (ticket|case|issue|this|it|request|one) (can|may) (now )?be closed | case closed
    (podem|pode|podes) (\w+ )?(fechar|encerrar)( (o|este|esse))?( (ticket|chamado|pedido|caso))?
    (ticket|chamado|pedido|caso) pode ser (fechado|encerrado) | (assunto|caso|tema) (encerrado|fechado|arrumado)
    (pueden|puede|podeis|puedes) (\w+ )?cerrar(lo)?( (el|este))?( (ticket|caso))?
    (ticket|caso) (se )?puede (ser )?cerra(do|r|rse) | (tema|caso|asunto) cerrado
    (ticket|fall|vorgang|anfrage|das|es) kann (\w+ )?(geschlossen werden|zu)
    (fall|vorgang|ticket) (geschlossen|abgeschlossen)
    (sie )?(konnen|konnt|kannst) (\w+ ){0,2}(das |dieses |den )?(ticket|fall|vorgang) (\w+ )?(schliessen|zumachen)
    (vous pouvez|on peut|tu peux) (\w+ )?(fermer|cloturer|clore)( (le|ce|la))?( (ticket|dossier|demande))?
    (ticket|dossier|demande) peut etre (ferme|clos|cloture)e?
    (dossier|ticket|affaire|sujet) (clos|close|classe|classee)
    """
)

# What was the matter, told of the past: no new trouble.
PAST_CAUSE = words(
    r"""
    (i |we )?(have )?(found|spotted|saw) (it|the|my) ?(mistake|error|problem|cause|culprit|typo|bug)?( myself| on \
      my side)?
    (it |that )?was (my|a) (own )?(mistake|typo|error|fault)
    (was|were) still (running|set|active|pointing|there|cached|enabled)
    (ja )?(encontrei|achei|descobri) o (erro|problema|engano) | (foi|era) (um )?(erro|engano) meu | ainda estava \w+
    (ya )?(encontre|he encontrado|halle) (el|la) (error|problema|fallo|causa) | (fue|era) (un )?(error|fallo) mio
    (todavia|aun) estaba \w+
    (habe |hab )?(ich )?(den |das |meinen )(fehler|problem) (\w+ )?gefunden | (war|es war) (mein|ein) (\w+ )?fehler
    (war|lief|stand) noch \w+ | (j'ai )?trouve (l'erreur|le probleme|la cause|mon erreur) | c'etait (mon|une) erreur
    etait encore \w+ | (tournait|pointait) encore
    """
)

# Help offered on is declined: nothing in it raises a doubt.
NOTHING_MORE = words(
    r"""
    (i |we )?(do not|no longer) need (anything|any|further|more|your|it)( (else|more|further|help|now|any ?more))*
    (i|we) need nothing( \w+)?
    nothing (else|more|further)( is)?( needed| required| to do)?
    no (further )?action( is)? (needed|required|necessary)
    (we|i) (are|am) (all )?done( here)? | that is all( for now)? | no longer (needed|necessary)
    (ja )?nao (preciso|precisamos|necessito) de (mais )?(nada|ajuda|mais nada)( mais)?
    (ja )?nao e (mais )?(preciso|necessario)( mais nada| nada)?
    nada mais( a fazer| preciso)? | e so isso | era so isso | sem mais assunto
    (ya )?no (necesito|necesitamos|hace falta|preciso|me hace falta) (nada|mas|ayuda)?( mas| nada)?
    nada mas( por ahora)? | eso es todo
    (ich |wir )?(brauche|benotige|brauchen|benotigen) (\w+ )?(nichts|keine (\w+ )?hilfe)( (weiter|mehr|weiteres))?
    kein(e|en)? (weiterer |weitere |weiteren )?(handlungsbedarf|hilfe|bedarf|aktion)( (mehr|notig|erforderlich))?
    nicht mehr (notig|notwendig)
    nichts (mehr |weiter )?(notig|zu tun) | das war alles | (mehr|weiter) ist nicht notig
    (je n'ai |nous n'avons |n'ai |n'avons )?plus besoin (de|d') ?(rien|aide|votre aide|vous|quoi que ce soit)?
    (rien|aucune (action|intervention)) (de plus|d'autre|a faire|a signaler|necessaire)
    ce n'est plus (la peine|necessaire) | c'est tout
    """
)

THANKS = words(
    r"""
    (many |warm )?thank(s| you)( (a lot|so much|very much|all|both|guys|team|again|indeed|in advance))*
    thx | ty | cheers | (muito |muitissimo )?obrigad[oa]( (pela|por|pelo|a todos|mais uma vez))*
    agradec\w+ | brigad[oa] | (muchas |mil |muchisimas )?gracias( (por|de nuevo|a todos))*
    (vielen |herzlichen |besten |tausend )?dank(e)?( (sehr|schon|fur|im voraus))*
    (un grand |mille |grand )?merci( (beaucoup|bien|pour|a vous|infiniment|d'avance))* | much appreciated
    appreciated? (it|that|your \w+)
    """,
)

# What may stand beside thanks without saying anything more.
POLITE = words(
    r"""
    for {kind}(help|support|reply|response|answer|time|assistance|info(rmation)?|service|patience|link|guide)
    hi | hello | hey | dear | team | support | guys | all | sir | madam | ok | okay | great | perfect | super
    nice | cool | (a |sua |vossa |pela )?(ajuda|rapidez|resposta|atencao) | ola | bom dia | boa tarde
    perfeito | optimo | otimo | (la |su |vuestra )?(ayuda|rapidez|respuesta|atencion) | hola | buenos dias
    buenas tardes | perfecto | genial | vale | (die |ihre |schnelle |deine )*(hilfe|antwort|unterstutzung)
    hallo | guten tag | prima | klasse | toll | (votre |l'|ton )?(aide|reponse|rapidite|reactivite)
    bonjour | bonsoir | parfait | tres | bien | have a nice day | regards | awesome | wonderful | excellent
    fantastic | you | so | very | much | for | everything | tudo | todo | alles | tout
    """,
    kind="((all|your|the|that|this|such|a|quick|fast|kind|great|prompt|very|good) )*",
)

# What the sentence that says "solved" may hold besides: what works, who says it, what was followed.
BESIDE_SOLVED = words_of(
    """
    tested test form forms gerade getestet formular testei formulario acabo probar viens tester formulaire je \
      smooth rund
    all my back in could logged renaming folder perfect up running brilliant side confirmed here there
    log access found finally cleared clearing cache update restart reinstall reinstalled changed nameservers record
    padlock certificate deleted renamed rename disabled plugins theme settings password reset work worked
    emails consegui entrar normalmente segui passos ficou painel loja rapidez de novo
    pasos ya puedo entrar carga bien web correos llegan perfecto listo con
    alles klar super anleitung mit hat geklappt schnell seite wieder passt rein besten
    parfait guide suivi etapes connecter maintenant reussi avec site revenu mails nouveau tout
    yes yep yeah just wanted say confirm can so because after following followed guide steps instructions tutorial its
    website site page homepage mail mails email emails mailbox account accounts domain shop store blog server plugin
    wordpress problem issue error ticket login password thing dns ssl database ftp again too me us
    sim pagina loja conta dominio servidor problema problemas erro normalmente perfeitamente valeu
    si sitio web tienda cuenta correo correos error perfectamente correctamente listo
    ja habe haben seite webseite website problem probleme konto mails postfach fehler sache hier meiner
    oui page boutique compte probleme souci erreur mails messagerie a nouveau merci parfaitement
    """
)
