"""How a call for help is told from a mere telling, in five languages: trouble, a question for the steps, a need.

All tables are over plain text, each alternative whole words.
"""

# Something is wrong.
TROUBLE = r"""
    strange(ly)? | weird(ly)? | (have|take) a look | estranh[oa] | rar[oa] | seltsam\w* | komisch\w* | bizarre
    (do|does|did|is|are|was|will|has|have) not (\w+ )?(work\w*|load\w*|open\w*|start\w*|connect\w*)
    (do|does|did|is|are|was|will|has|have) not (\w+ )?(send\w*|show\w*|accept\w*|save\w*|let|appear\w*)
    (do|does|did|is|are|was|will|has|have) not (\w+ )?(respond\w*|answer\w*|secure|private|safe)
    (do|does|did|is|are|was|will|has|have) not (\w+ )?(update\w*|run\w*|complete|display\w*|come|coming)
    (cannot|unable to|not able to|could not) (\w+ )?(log|login|sign|open|access|connect)
    (cannot|unable to|not able to|could not) (\w+ )?(enter|edit|get|see|find|reach|start)
    (cannot|unable to|not able to|could not) (\w+ )?(upload|send|receive|install|issue|complete|use)
    (cannot|unable to|not able to|could not) (\w+ )?(reload|save|create|add|import|update|restore)
    no longer (\w+ )?(works?|loads?|opens?|starts?|accessible|available|connects?)
    not (working|loading|opening|starting|accepted|accessible|responding|found|safe|secure|private)
    will not (\w+ )?(load|open|start|connect|go|work|save|come|reload|let)
    refus(es|ed|ing) to | stop(s|ped) (working|responding|loading|sending|receiving|answering)? | fail(s|ed|ing|ure)?
    errors? | broke | broken | breaks | crash(ed|es|ing)? | down | offline | unreachable
    (is|went|gone|goes|stays|remains|turned|being|only|just|a|all|completely) (blank|white|dead|empty|grey)
    blank (page|screen|site) | white (page|screen|site) | dead | stuck | loop\w* | times? out | timed out | timeouts?
    expired | ran out | invalid | locked | denied | rejected | forbidden | hangs? | messed up | gone
    missing | disappeared | trouble | warn(s|ing|ings)?
    keeps (\w+ )?(redirect\w*|sending|asking|loading|crashing|saying) | kicks? me | sent back | refused | outdated
    get(s|ting)? (a |an )?(\w+ )?(error|\d{3}) | gives (me )?(a |an |\w+ )?(error|\d{3}|access)
    not (\w+ )?(coming back|loading|resolv\w+|propagat\w+) | packet loss | closed | slow | problems? with
    has (a )?problems? | an issue with | fatal | critical | times
    forgot(ten)? | lost | overwr\w+ | deleted | removed | erased
    nao (\w+ )?(consig\w+|conseg\w+|funcion\w+|abr\w+|carreg\w+|entr\w+|aparec\w+|arranc\w+)
    nao (\w+ )?(inicia\w*|deixa\w*|aceit\w*|liga\w*|conect\w+|respond\w+|e (aceite|seguro)|sai|atualiz\w+)
    erros? | falh(a|ou|am|as) | deixou de | deixaram de | parou | caiu | foi abaixo | em baixo | expirou | expirad[oa]
    caducou | esqueci\w* | em branco | branc[oa] | tela branca | perdi | perda | apaguei | eliminei | sobrescrevi
    travad[oa] | recus\w+ | bloquead[oa] | inacessive\w+ | sumiu | avariad\w+ | estragad\w+ | partid[oa] | parad[oa]
    obsolet[oa] | aviso | avisa | volta sempre | problemas? (com|no|na) | tempo esgotado | pres[oa] em
    no (\w+ )?(puedo|podemos|logro|consigo|funciona\w*|carga\w*|abre\w*|arranca\w*|me deja)
    no (\w+ )?(se (abre|ve|carga|puede)|recuerdo|responde\w*|aparece|entra|sale|inicia|acepta|conecta|es segur[oa])
    errores | error | fall(a|an|o|os) | cayo | caid[oa]s? | se (cayo|cuelga|queda|quedo|ha caido) | caduc(o|ado|ada)
    vencid[oa] | expir(o|ado) | olvide | he olvidado | en blanco | blanc[oa] | perdi | borre | elimine | machacad[oa]
    he (borrado|eliminado|perdido)
    rot[oa] | rechaz\w+ | bloquead[oa] | dej(o|aron) de | ha dejado de | rebota | quedo | agotado | obsolet[oa]
    avis[oa] | problemas? (con|en) | da (un )?error | atascad[oa] | colgad[oa]
    nicht (\w+ )?(mehr|erreichbar|sicher|angenommen|gefunden|geladen|laden|offnen)( \w+)?
    nicht (\w+ )?(gehen|starten|verbinden|funktion\w*|rein|laufen|aufrufbar|geht)( \w+)?
    (geht|funktioniert|startet|ladt|lauft|klappt|reagiert|offnet|kommt|erscheint) (\w+ ){0,4}nicht
    (komme|kommen) (\w+ ){0,6}nicht
    fehler\w* | kaputt | abgesturzt | absturz\w* | sturzt | abgelaufen | vergessen | verloren | gesperrt | geloscht
    uberschrieben | weisse?n? (seite|bildschirm|website) | nur (noch )?(eine )?weiss\w* | bleibt weiss
    (seite|bildschirm) (\w+ )?(weiss|leer) | ausgefallen
    nur noch | hangt | hangen | bricht (\w+ ){0,6}ab | storung\w* | verweigert | abgebrochen | veraltet | warnung\w*
    warnseite | fehlt | tot | zerschossen | down | probleme? mit | lande (\w+ )?wieder | weisse seite
    ne (\w+ )?(\w+ )?(marche|fonctionne|s'affiche|demarre|repond)( \w+)? (pas|plus|jamais)
    ne (\w+ )?(\w+ )?(s'ouvre|charge|peux|puis|parviens|veut)( \w+)? (pas|plus|jamais)
    n'(arriv\w+|affiche|accepte|est) (\w+ )?(pas|plus|a)
    erreurs? | panne | plante\w* | expire\w* | perime\w* | oublie\w* | page blanche | blanc | blanche | refuse\w*
    bloque\w* | injoignables? | perdu\w* | supprime | efface | ecrase\w* | casse\w* | vide | echou\w+ | tombe | perte
    disparu\w* | alerte | obsolete | renvoye\w* | non securise\w* | problemes? (avec|de|sur)
"""

# What the customer asks for are the steps.
HOW = r"""
    how (do|does|can|could|should|would|may|must) (i|we|one|my \w+|a person|somebody)
    how (is|are) (\w+ ){1,3}(done|made|set|changed|added|created|configured|activated) | how is (that|this|it) done
    how to | how (can|do) you (\w+ )?(create|add|change|set)
    where (do|can|could|should|would|must) (i|we|one|she|he)
    where (is|are) (that|this|it|the \w+)( \w+)? (set|configured|changed|done|found)? | where to
    where('s| is) (that|it|this)
    what (do|should|must|can) (i|we) (\w+ )?(do|enter|use|put|change|click|check|need|have to do|look) | what do i
    what should (i|we) | what now | what to do
    what (is|s|are) the (\w+ )?(procedure|way|steps|settings|easiest way|best way|details) | whats the (\w+ )?way
    which (\w+ ){1,4}(should|do|must|can) (i|we) | (is|was) there (a |any |another |some )?(way|possibility|option)
    any other way | something like | do i have to | do i need | what do i need
    steps | guide me | (tell|show|explain)( to)? (me|us|how|where|what)( \w+)?
    (instructions|guide|tutorial) (for|on|to) | procedure | i am lost
    (do not|cannot|can not|not) (know|find|see|figure) (out )?(where|the (button|menu|option|place)|how)
    help (me|us)( to| with)? | need (some |your )?help | assist (me|us) | hints? | can someone (help|explain|show)
    (can|could|may) (i|we) (\w+ )?(\w+ )?(restore|force|get|change|create|add|reset)
    (can|could|may) (i|we) (\w+ )?(\w+ )?(transfer|move|install|renew|do|download|use)
    (can|could|may) (i|we) (\w+ )?(\w+ )?(switch|raise|increase|set|point|import|upload)
    (can|could|may) (i|we) (\w+ )?(\w+ )?(connect|activate|turn|edit|roll|have|do)
    (can|could) you (\w+ )?(guide|help|tell|show|explain|walk|assist)
    come(s)? (it )?back | get (it|them|that) (back|up)
    como (e que )?(eu )?(faco|fazer|faz|posso|podemos|se|crio|cria|mudo|altero|aponto)
    como (e que )?(eu )?(instalo|ponho|renovo|reponho|resolvo|transfiro)
    como (e que )?(eu )?(adiciono|defino|configuro|coloco|descarrego|recupero)
    como (e que )?(eu )?(aumento|reinicio|ativo|passo|migro|volto|desativo|consigo|importo|uso|aceder)
    como (e que )?(eu )?(acesso|acrescento|abro|agendo|ligo|criar|mudar|alterar|configurar|instalar|proceder|reponho)
    onde (e que )?(se|posso|podemos|fica|altero|mudo|encontro|coloco|aumento|ponho|configuro|faco)
    onde (e que )?(vejo|agendo|crio|insiro|introduzo|colo|esta|defino|ativo|tenho|devo|descarrego|escolho)
    que (passos|devo|tenho|posso|faco|programa|servidores|dados) | qual (e )?(o )?(procedimento|programa|caminho)
    quais (sao )?(os )?(passos|dados)
    o que (e que )?(devo|tenho|posso|faco|fazer|preciso|se faz)
    (podem|pode|poderiam) (me )?(ajudar|explicar|dizer|indicar|orientar)(-me)? | ajuda (com|para|a)
    consigo (recuperar|mudar|criar|repor|fazer) | da (pra|para) (\w+) | nao (encontro|acho|sei) | e agora
    tem outro jeito | tem algo
    como (se|puedo|podemos|hago|hacer|creo|cambio|apunto|activo|renuevo|restauro)
    como (descargo|migro|traigo|recupero|configuro|instalo|agrego|anado|desactivo|subo|programo|lo)
    como (la|los|las|compruebo|pongo|transfiero|doy|levanto|reinicio|importo|aumento)
    como (uso|accedo|arreglo|saco|crear|cambiar|poner|conecto|vuelvo|abro|anadir|creo)
    donde (se|puedo|podemos|lo|la|esta|cambio|introduzco|encuentro|veo)
    donde (programo|pongo|activo|configuro|creo|pego|aumento|tengo|anado|escojo)
    que (pasos|debo|hago|hacer|puedo|tengo que|datos|programa|servidores)( \w+)? | por donde
    cuales son (los )?(pasos|datos)
    (me |nos )?(pueden|podeis|puede|podrian) (explicar|ayudar|indicar|decir|guiar)\w* | me explican | se (puede|hace)
    ayuda (con|para) | puedo (recuperar|restaurar|cambiar|crear|hacer)
    wie (kann|konnen|konnte|muss|soll|lege|legt|richte|mache) (ich|man|wir|das|es)?
    wie (macht|bekomme|bekommt|andere|erstelle|stelle|spiele|ziehe|transferiere|leite) (ich|man|wir|das|es)?
    wie (starte|setze|komme|geht|bringe|aktiviere|schalte|installiere|behebe|fuge) (ich|man|wir|das|es)?
    wie (ladt|lade|verlangere|erneuere|wechsle|finde|binde|erhohe|nutze|reaktiviere) (ich|man|wir|das|es)?
    wie (das|es) geht
    wo (kann|konnen|stelle|finde|setze|lege|trage|richte|andere) (ich|man|wir|das|es|der|die)?
    wo (lade|wahle|gibt|geht|muss|aktiviere|schalte|mache|sehe|ist) (ich|man|wir|das|es|der|die)? | woran
    was (muss|soll|kann|ist zu|tun|mache|brauche) (ich|man|wir)? | was tun
    welche\w* (\w+ ){1,3}(trage|muss|brauche|soll|nehme|gebe) | anleitung
    (konnen|konnten|konnt) (sie|ihr) (mir|uns) (\w+ )?(helfen|erklaren|sagen|zeigen) | hilfe (bei|mit) | kann ich
    komme ich | gibt es (eine |einen )?(moglichkeit|weg|so)
    comment (faire|puis|peut|creer|modifier|installer|activer|restaurer|telecharger)
    comment (migrer|transferer|changer|ajouter|renouveler|reinitialiser|proceder|configurer|importer|ouvrir)
    comment (desactiver|relancer|redemarrer|avoir|je|corriger|recuperer|demenager|pointer)
    comment (resoudre|passer|mettre|lancer|en|le|la|les|nous|on)
    ou (se|dois-je|dois|puis-je|puis|est-ce|trouver|changer|faut-il|programmer)
    ou (modifier|faire|choisir|activer|le|la|cela|mettre|entrer|coller) | que (faire|dois-je|faut-il)
    qu'est-ce que je (dois|peux) | quels? (serveurs|parametres|identifiants|reglages|programme)
    puis-je (recuperer|restaurer|changer|creer|modifier) | est-il possible | peut-on | marche a suivre | une idee
    (pouvez|pourriez)-vous m(e |')(aider|expliquer|indiquer|dire|guider) | besoin d'aide | aidez-moi | la procedure
    quelle est la procedure
    where (do|can|should|would|must|did) \w+ (\w+ )?(find|see|change|set|put|enter|get|switch|choose|select|turn)
    is it possible | would it be possible | any (way|chance|idea) (to|how|of) | (what|which) (is|are) (my|your) \w+
    what do i (click|press|choose|type) | how come | by (myself|ourselves|yourself)
    (e|seria|sera) possivel | ha (alguma )?(forma|maneira) de | qual (e )?(o |a )?(servidor|porta|endereco|passo|menu)
    quais (sao|os|as) (\w+ )? | como (se|eu|lo|la|os|as) \w+ | como \w+(ar|er|ir|amos|emos|imos)
    onde (se |e que se |e que eu \
      )?(muda|altera|cria|ve|encontra|poe|mete|escolhe|troca|ativa|configura|carrego|meto|troco|escolho)
    eu (mesmo|mesma|proprio|propria) | sozinh[oa] | de que forma
    (es|seria|sera) posible | hay (alguna )?(forma|manera) de | cual es (el |la )?(servidor|puerto|direccion|paso|menu)
    cuales son | donde (se )?(veo|miro|cambia|crea|ve|pone|mete|elige|activa|configura|meto|elijo|subo|modifico|pincho)
    como \w+(arlo|arla|erlo|irlo|arlos) | como (vuelvo|recupero|meto|quito|entro|elijo) | yo (mismo|misma|solo|sola)
    (ist|ware) es moglich | (lasst|lassen) sich
    wie (lasst|lassen|kriege|krieg|komm|kommt|wird|werden|stellt|legt|funktioniert)
    wie (andert|erstellt|lege|trage|hole|gehe|melde|sehe|spielt|richtet|holt) (ich|man|wir|das|es|sich)?
    wo (andere|andert|findet|sieht|stellt|steht|legt|tragt|kriege|hole|klicke|schaue|gebe) (ich|man|wir|das|es|sich)?
    (welche[rsn]?|was ist (der|die|das)) (server|port|adresse|einstellung\w*|schritte|menu\w*|zugangsdaten)
    selber? (machen|andern)
    selbst (machen|andern|zuruck\w*|einricht\w*|wiederherstell\w*)
    quel(le)?s? (est|sont) (le |la |les \
      |l')?(serveur|port|adresse|parametre|menu|etape|identifiant|demarche|reglage|donnee)\w*
    (ou|comment|quand|que) (\w+-t-on|\w+-t-il|\w+ ?-je|\w+-on)( \w+)? | (est-ce|c'est) possible
    (serait|est)-il possible
    comment (je|on|se|l'|la|le|les|revenir|retrouver|supprimer|choisir|voir|acceder|declarer|regler|debloquer)
    ou (je|on|l'on|trouve|trouver|voir|regler|cliquer|creer|declarer|saisir) | quel (menu|bouton|onglet)
    (moi|nous)-memes? | y a-t-il (un moyen|moyen|une facon) | de quelle (facon|maniere)
"""

# The customer wants something done: a call for help only where it is what the topic is about.
NEED = r"""
    need(s|ed)? | want(s|ed)? | would like | i'd like | we'd like | please | pls | plz | have to | must | trying to
    asks?( us| me)? to | requires? | wishes? | looking (for|to) | assist me | help
    preciso | precisa(mos)? | quero | queria | queremos | gostaria | gostava | gostavamos | tenho de | tenho que
    pede | pedem | por favor | pretendo | pretendemos | favor | desejo
    necesit\w+ | quiero | queremos | quisiera | queria | me gustaria | deseo | tengo que | hay que | pide | piden
    por favor
    mochte\w* | will | wollen | brauch\w* | benotig\w* | bitte | bitten | muss | mussen | verlangt | hatte gern
    wurde gern\w*
    voudrais | voudrions | souhait\w+ | aimerais | veux | besoin | dois | faut | demande | merci de | svp
    s'il vous plait
"""

# An error in these is nobody's trouble with a thing.
BY_MISTAKE = r"por error | par erreur | por engano | por erro | by error"
