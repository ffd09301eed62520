"""How people say that it is solved, in five languages.

All tables are over plain text (lower case, no accents, contractions written out) and are read in every language at
once; each alternative stands for whole words.
"""

from bridge.reading.patterns import words

_SO = r"( (now|all|finally|already|again|both|just|actually))*"  # between "it is" and "solved"

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
    (works?|loads?|opens?|sends?|runs?|prints?|starts?|connects?|running|working|loading|sending|receiving|connecting) \
      (fine |smoothly |perfectly |properly |ok |well |as before |normally )*(again|now)
    (works?|loads?|opens?|sends?|runs?|running|working) (smoothly|perfectly|flawlessly|like before|normally|as usual)
    \w+'s (back|fixed|working|fine|ok|okay|up|solved|sorted|resolved|good)( now| again)?
    (that|this|it|which) (has )?(fixed|solved|sorted|resolved) (it|my \w+|the \w+|everything|our \w+)
    {thing}( \w+)? (is|are) (\w+ )?(solved|fixed|resolved|sorted)
    online again | did the (job|trick) | that was it | that was (the|exactly the) (problem|issue|cause|culprit)
    (is|are|am|it is|its|i am) (all |now |back )*(running|loading|working|up|live){well_now}
    (is|are|am|it is|its|i am) (all |now |back )*(reachable|accessible|online|fine|ok){well_now}
    ({thing} )(is|are) (back|working|loading|running|fixed|fine|ok|okay|up|online|there){well}
    ({thing} )(works|work|loads|load|opens|open|sends|arrives?){well}
    (i am|i'm|we are) back( (in|on|up|inside))?( and running)?( again| now)?
    (i|we)( can| could| was able to| were able to| am able to| managed to)( now| finally| again)* \
      (log|get|sign) (back )?(in|on)( again| now| fine| without problems)*
    (i|we) can( now| finally| again)* (login|access|open|see|send|receive|edit|reach|use|read) \
      ({thing}|it|them|everything|my mails?|mails?|emails?)( again| now)+
    (mails?|emails?|messages)( are| is)? (coming|arriving)( in| through| out)*( again| now| fine)+
    (mails?|emails?|messages)( are| is)? (going|flowing|being delivered)( in| through| out)*( again| now| fine)+
    (problem|issue|error|warning|message|it)( has| have)? (went|gone) away
    no more (errors?|problems?|issues?|warnings?) | confirmed working
    (can )?confirm(ed)? (that )?(it|this|everything) works

    (ja|agora|tudo|isso) (ja )?(esta |ta )?(funciona|funcionou|funcionando|a funcionar|resolvid[oa]|ok|certo)
    funciona (agora|perfeitamente|bem|normalmente|direitinho|de novo|novamente) | voltou a funcionar
    (site|pagina|loja|email|tudo) ja (abre|carrega|funciona|entra) | funcionou
    (esta|estao|tudo) (tudo )?(a funcionar|funcionando|resolvid[oa]s?) | deu certo
    problema resolvido | (foi|ficou|fica|esta|ja) resolvid[oa] | resolvido
    (ja )?(resolvi|consegui resolver) | ja consegui | resolveu( se)? | voltou ao normal
    ja (\w+ )?(envia|abre|carrega|aparece|recebe|liga|mostra|imprime|sai|responde|arranca|conecta|chega|chegam)
    (esta|ficou|voltou) (tudo |agora )*(bem|bom|ok|normal|certo|operacional)( outra vez| de novo| novamente| agora)+
    (funciona|funcionou|abre|carrega|envia) (outra vez|de novo|novamente|bem|perfeitamente|agora)
    resolveu o problema | era (isso|mesmo isso|esse o problema)( mesmo)? | voltou a (abrir|carregar|dar)
    consegui( ja| finalmente)? (entrar|aceder|acessar|abrir|enviar|receber|ligar|fazer|instalar|criar|repor|recuperar)
    ({thing} )(ja )?(voltou|abre|abriu|funciona)( ao normal| a funcionar)?
    ({thing} )(ja )?(funcionou|carrega|esta no ar|esta ok|esta a funcionar)( ao normal| a funcionar)?
    ja (recebo|consigo|entro|entrei|abre|abriu)( \w+)?( (emails?|mails?|entrar|aceder|acessar))*
    ja (vejo|envio|carrega|entra|funciona|da|deu)( \w+)?( (emails?|mails?|entrar|aceder|acessar))*
    problema (ultrapassado|sanado|solucionado|desapareceu|sumiu) | ficou (a funcionar|funcionando|bom|otimo|perfeito|ok)
    tudo (em ordem|a correr bem|normal|funcionando|a funcionar|100%|ok)( agora| ja)?
    ja esta (bom|ok|certo|tudo bem|no ar)

    (ya|ahora|todo)( ya| si)? (me )?(funciona|funciono|va bien|esta funcionando|anda|quedo)
    funciona (ahora|perfectamente|bien|correctamente|de nuevo|otra vez)
    (esta )?(solucionad[oa]|resuelt[oa]|arreglad[oa])
    (se|lo|ya|he) (lo )?(ha )?(solucionado|resuelto|arreglado|soluciono|resolvio|arreglo|solucione|resolvi)
    todo (bien|ok|perfecto|correcto) ahora | ahora todo (bien|ok|perfecto|correcto)
    ya (\w+ )?(envia|aparece|recibe|conecta|responde|muestra|sale|arranca|imprime)
    todo (va|esta|funciona|anda|marcha)( ya)? (bien|perfecto|correcto|ok|perfectamente)( de nuevo| otra vez| ahora)*
    (funciona|abre|carga|envia|va bien|va) (de nuevo|otra vez|perfectamente|correctamente|ahora)
    era eso | eso era | con (eso|esto|esos pasos)( \w+)? (quedo|funciono|se arreglo|se soluciono) | ya esta
    ya( me)? (puedo|podemos|pude|pudimos|he podido|consigo)( \w+)? (entrar|acceder|enviar|recibir)
    ya( me)? (puedo|podemos|pude|pudimos|he podido|consigo)( \w+)? (abrir|editar|verlo|ver)
    ya( me)? (puedo|podemos|pude|pudimos|he podido|consigo) (entrar|acceder|enviar|recibir|abrir|editar|verlo|ver)
    ya( me| nos)? (llegan|llega|entran|recibo|carga)( bien| todo| la| el| los| mis| correos?| web| pagina| tienda)*
    ya( me| nos)? (abre|entro|entre|va|anda|se ve)( bien| todo| la| el| los| mis| correos?| web| pagina| tienda)*
    ({thing} )(ya )?(volvio|ha vuelto|carga|abre|va bien|esta de vuelta|esta arriba)( bien| ya)*
    todo (en orden|perfecto|correcto|solucionado|arreglado|funcionando|ok)( ahora| ya)?
    problema (resuelto|solucionado|arreglado)
    quedo (arreglado|solucionado|listo|perfecto|resuelto|bien) | (volvio|vuelve|ha vuelto) a funcionar
    logre solucionarlo | funciono | ya esta (listo|arreglado)

    (funktioniert|geht|lauft|laeuft|klappt)( es| alles)? \
      (jetzt|wieder|nun|einwandfrei|perfekt|super|bestens|prima|tadellos)
    (jetzt|nun)( alles)? (funktioniert|geht|lauft|laeuft|klappt)
    (problem|fehler|es|das|alles) (ist|wurde|sind|hat sich)( (jetzt|nun|damit|somit|bereits))* {done}
    alles (funktioniert|geht|lauft|klappt) | (gelost|geloest|erledigt|behoben)
    (hat|habs)( es)? (geklappt|funktioniert|geholfen) | wieder (online|erreichbar)
    (sendet|ladt|lauft|funktioniert|geht)( sich| es| alles| jetzt| nun| auch)* wieder( rund| normal| einwandfrei)*
    (sendet|ladt|lauft|funktioniert|geht)( sich| es| alles| jetzt| nun| auch)* wieder( gut| wie gewohnt| problemlos)*
    (klappt|offnet|startet|empfangt|druckt)( sich| es| alles| jetzt| nun| auch)* wieder( rund| normal| einwandfrei)*
    (klappt|offnet|startet|empfangt|druckt)( sich| es| alles| jetzt| nun| auch)* wieder( gut| wie gewohnt| \
      problemlos)*
    alles (lauft|geht|klappt|funktioniert)( jetzt| wieder| nun)+( rund| normal| einwandfrei| gut| wie gewohnt)*
    alles (ok|gut|bestens|in ordnung) | wieder in ordnung | das war('s| es)( auch)? | hat sich (damit |somit )?erledigt
    (ist|sind) (jetzt |nun )?wieder (da|online|erreichbar|oben|verfugbar)
    (jetzt|nun|wieder) komme ich( wieder| jetzt)? rein
    (ich )?komme (ich )?(jetzt |nun |wieder )+rein | passt( jetzt| alles| wieder| nun)+ | jetzt passt( es| alles)?
    (mails|emails|nachrichten) kommen( jetzt| wieder| nun)+ an | konnte (es|das|das problem) (selbst )?(losen|beheben)
    (geht|klappt|lauft|funktioniert) (jetzt|wieder|nun)( alles| gut| super)?
    (ich )?kann mich( jetzt| wieder)+ (anmelden|einloggen)
    mit (der|ihrer|eurer) anleitung hat (es|alles) (geklappt|funktioniert)

    (ca|cela|tout|il|elle|site|maintenant)( re)? ?(marche|fonctionne|refonctionne|remarche) | remarche
    refonctionne
    (marche|fonctionne) (maintenant|parfaitement|bien|a nouveau|de nouveau|tres bien|correctement|nickel)
    (c'est|est) (bon|regle|resolu|repare|ok|corrige)( maintenant)?
    (probleme|souci) (resolu|regle|corrige) | (ca|cela) a (marche|fonctionne|resolu\w*)
    (fonctionne|marche|envoie|s'ouvre|charge|s'affiche|repond|arrive|arrivent|fonctionnent) \
      (a nouveau|de nouveau|maintenant|bien|correctement|parfaitement|normalement)
    tout va( tres)? bien( maintenant| a nouveau)? | tout est (retabli|revenu)( a la normale)?
    (tout )?est rentre dans l'ordre | j'ai (resolu|regle|reussi) | (j'y suis|j'y) arrive(e)?
    tout est (bon|ok|en ordre|regle)
    j'arrive( maintenant| enfin| a nouveau| de nouveau)?( a| de nouveau a)? \
      (me connecter|acceder|entrer|envoyer|recevoir|ouvrir)( maintenant| a nouveau| de nouveau)?
    ({thing} )(est|sont) (revenue?s?|de retour|en ligne|accessible|retablie?)( maintenant| a nouveau)?
    je recois( a nouveau| de nouveau| maintenant| bien)+( mes| les)?( mails?| emails?)?
    c'etait( bien)? (ca|cela|le probleme)
    (i am|i'm|we are) (back )?in( now| again)* | (got|have) (everything|all|it all|it) back
    no more (errors?|warnings?)( now)?
    (everything|all|all of it) (is |are )?(there|back|in place|restored|imported)( again| now)? | as good as new
    (is|are|came|went) (back )?(up|green|live)( now| again)? | (finally|now) (sees|see|shows|appears?) (it|up|fine)
    entrou tudo | (esta|ja esta|voltou) tudo( la| de volta| no sitio)? | voltou (ao ar|tudo|a funcionar)
    ja (esta|aparece) tudo
    (sem|nenhum) (mais )?erros? agora | ja (voltou|chegou|apareceu)( tudo)? | esta no ar
    tudo (certo|certinho|no sitio|de volta)
    ya (carga|abre|aparece|llega|entra|conecta|esta)( todo| bien| perfecto)?
    (ha vuelto|volvio|esta) todo( de vuelta| en su sitio| ahi)?
    todo (esta |ha )?(en su sitio|de vuelta|vuelto|importado|dentro|ahi|correcto|listo)
    ya no (da|sale|aparece) (ningun |el )?error
    (lo |al final lo )?he (conseguido|logrado|resuelto) | (candado|todo) verde( de nuevo| otra vez)?
    (alles|ist|sind) (jetzt |nun )?wieder (da|drin|am platz|online|da wo)
    alles (drin|da|grun|am platz|vorhanden|importiert)( wieder)?
    bin( jetzt| wieder)* drin | (keine|kein) (fehler\w*|warnung\w*|meldung) mehr | (lauft|geht|ladt) (jetzt|nun|wieder)
    tout (y est|est la|est de retour|est revenu|est en place|est importe|est vert)
    plus (aucune?|d'|de) ?(erreurs?|message|avertissement)
    (je suis|suis) (de nouveau |bien )?(connectee?|dedans|entree?)
    (est|sont) (de nouveau |a nouveau )(la|en ligne|accessibles?)
    (tourne|charge|repond|s'ouvre)( bien| a nouveau| de nouveau| maintenant)+
    (avec le guide |grace au guide )j'ai reussi | tout (fonctionne|marche)( bien| parfaitement| maintenant)?
    """,
    thing="(site|website|page|shop|store|mailbox|mail|email|blog|server|login|form|domain|database|padlock|certificate"
    "|dns|ftp|wordpress|panel|loja|pagina|painel|formulario|correo|tienda|web|seite|webseite|boutique|serveur|servidor|tudo)",
    well_now="( (now|again|fine|well|great|perfectly|properly|correctly))+",
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
    r"(\W+(ok|thanks?|thank you|thx|ty|ta|cheers|all|obrigad[oa]|gracias|danke|merci|beaucoup|bien|muito|muchas|mucho|"
    r"vielen|dank|schon|sehr|very much|so much|a lot))*\W*$"
)
