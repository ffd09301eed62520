"""How people say that it is solved, that it is not, and that they only mean thanks, in five languages.

All tables are over plain text (lower case, no accents, contractions written out) and are read in every language at
once; each alternative stands for whole words.
"""

from bridge.reading.patterns import words
from bridge.reading.words import words_of

_SO = r"( (now|all|finally|already|again|both|just|actually))*"  # between "it is" and "solved"
# Between "not" and "solved".
_DEGREE = r"( (yet|been|really|completely|entirely|quite|fully|properly|even|be|at all|getting|all|so|still|always))*"

SOLVED = words(
    r"""
    (works|worked|working)( (absolutely|just|all))? \
      (now|again|perfectly|fine|great|well|properly|correctly|nicely)
    (works?|working) (like a charm|as expected|as it should|for me now|beautifully)
    now (it |everything |all |that |the (site|website|page|mail|email) )?(works|working|is working|loads){well}
    (it|that|this|everything|all|which|site|website|page|mail|email)( has| is)?{so} (works|worked|working){well}
    (it|that|site|website|page|everything) (loads|opens){well} now{well}
    (loads|opens) (fine|well|again|properly)( now)?
    (i )?managed to (fix|solve|resolve|sort) (it|this|that|the (problem|issue|error))( myself)?
    (site|website|page|mail|email|shop|blog|everything) is back( online| up| again| now)*
    we are back( online| up| again)+ | (and|&) works
    got (it|everything|this|that) (working|fixed|solved|sorted|resolved) | did the trick
    (that|this|it|which|your (guide|link|steps|answer|tutorial|instructions)) \
      (did it|helped|fixed it|solved it|solved)
    {trouble}( is| has| was| are| have| got)?( been)?{so} (solved|fixed|resolved|sorted( out)?)( now)?
    (its|(it|this|that|mine)( is| has| was| got)( been)?){so} (solved|fixed|resolved|sorted( out)?)( now)?
    (problem|issue|error)s?( is| are| has| have)?{so} (gone|disappeared)( now)?
    (everything|all)( is| are| looks)?{so} (ok|okay|good|fine)( now)? | it is{so} (ok|okay|good|fine) now
    (is|are|been|was|all|now|mark(ed)?( this| it)?( ticket)? as|consider (it|this)) \
      (solved|fixed|resolved|sorted)
    (solved|fixed|resolved|sorted)( it| this| that| now| thanks| thank you| the (problem|issue|error))
    (i|we)( have| just)? (solved|fixed|resolved|sorted|figured)( (it|this|that|out|the (problem|issue|error)))+
    (back|up) (online|again|and running|to normal)( again)? | back up( again| now| and running)
    all (good|set|sorted) | good now
    online again

    (ja|agora|tudo|isso) (ja )?(esta |ta )?(funciona|funcionou|funcionando|a funcionar|resolvid[oa]|ok|certo)
    funciona (agora|perfeitamente|bem|normalmente|direitinho|de novo|novamente) | voltou a funcionar
    (site|pagina|loja|email|tudo) ja (abre|carrega|funciona|entra) | funcionou
    (esta|estao|tudo) (tudo )?(a funcionar|funcionando|resolvid[oa]s?) | deu certo
    problema resolvido | (foi|ficou|fica|esta|ja) resolvid[oa] | resolvido
    (ja )?(resolvi|consegui resolver) | ja consegui | resolveu( se)? | voltou ao normal
    resolveu o problema

    (ya|ahora|todo)( ya| si)? (me )?(funciona|funciono|va bien|esta funcionando|anda|quedo)
    funciona (ahora|perfectamente|bien|correctamente|de nuevo|otra vez)
    (esta )?(solucionad[oa]|resuelt[oa]|arreglad[oa])
    (se|lo|ya|he) (lo )?(ha )?(solucionado|resuelto|arreglado|soluciono|resolvio|arreglo|solucione|resolvi)
    todo (bien|ok|perfecto|correcto) ahora | ahora todo (bien|ok|perfecto|correcto)
    (volvio|vuelve|ha vuelto) a funcionar | logre solucionarlo | funciono | ya esta (listo|arreglado)

    (funktioniert|geht|lauft|laeuft|klappt)( es| alles)? \
      (jetzt|wieder|nun|einwandfrei|perfekt|super|bestens|prima|tadellos)
    (jetzt|nun)( alles)? (funktioniert|geht|lauft|laeuft|klappt)
    (problem|fehler|es|das|alles) (ist|wurde|sind|hat sich)( (jetzt|nun|damit|somit|bereits))* {done}
    alles (funktioniert|geht|lauft|klappt) | (gelost|geloest|erledigt|behoben)
    (hat|habs)( es)? (geklappt|funktioniert|geholfen) | wieder (online|erreichbar)
    alles (ok|gut|bestens|in ordnung) | wieder in ordnung

    (ca|cela|tout|il|elle|site|maintenant)( re)? ?(marche|fonctionne|refonctionne|remarche) | remarche
    refonctionne
    (marche|fonctionne) (maintenant|parfaitement|bien|a nouveau|de nouveau|tres bien|correctement|nickel)
    (c'est|est) (bon|regle|resolu|repare|ok|corrige)( maintenant)?
    (probleme|souci) (resolu|regle|corrige) | (ca|cela) a (marche|fonctionne|resolu\w*)
    (tout )?est rentre dans l'ordre | j'ai (resolu|regle)
    """,
    so=_SO,
    well="( (now|again|fine|well|great|perfectly|properly|correctly|as it should|as expected))*",
    done="(gelost|geloest|erledigt|behoben)",
    trouble="(problem|issue|everything|all|error|matter|case|ticket)",
)

# A message that is nothing else: "Solved.", "Fixed!"
SOLVED_ALONE = (
    r"^\W*("
    r"(ok|okay|hi|hello|thanks|thank you|great|perfect|super|top|nice|passt)\W+|"
    r"(done|ready|listo|feito|pronto|fertig|voila|yes|yep|ja|si|sim|oui)\W+)*"
    r"(solved|fixed|resolved|sorted|working|it works|works|funciona|solucionado|resuelto|resolvido|gelost|erledigt|"
    r"behoben|funktioniert|resolu|regle|ca marche|ca fonctionne)"
    r"(\W+(ok|thanks?|thank you|thx|ty|ta|cheers|all|obrigad[oa]|gracias|danke|merci|very much|so much|a lot))*\W*$"
)

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
    geht( es)?( schon)? wieder los | dejo de funcionar
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
      (this|the|my|it|out)( (ticket|case|request|issue))?( now| please)?
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
    please close | never mind | nevermind | de nada | (das )?ticket kann geschlossen werden
    (sie )?konnen (das |dieses )?ticket schliessen
    keine weiteren? (fragen|probleme) | ohne (probleme|fehler)
    (vous pouvez|on peut) (fermer|cloturer|clore)( (le|ce))?( ticket)? | plus de (probleme|souci)s?
    sans (probleme|souci|erreur)s? | aucun (autre )?(probleme|souci) | pas de (souci|probleme)
    """,
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
    yes yep yeah just wanted say confirm can so because after following followed guide steps instructions tutorial its
    website site page homepage mail mails email emails mailbox account accounts domain shop store blog server plugin
    wordpress problem issue error ticket login password thing dns ssl database ftp again too me us
    sim pagina loja conta dominio servidor problema problemas erro normalmente perfeitamente valeu
    si sitio web tienda cuenta correo correos error perfectamente correctamente listo
    ja habe haben seite webseite website problem probleme konto mails postfach fehler sache hier meiner
    oui page boutique compte probleme souci erreur mails messagerie a nouveau merci parfaitement
    """
)
