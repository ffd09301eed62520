"""What else comes in: reports of abuse, advertisements, applications, faults of the provider; in five languages.

All tables are over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

ABUSE = r"""
    counterfeit | which belongs to you | (threaten|harass|stalk|blackmail)\w* | fake (shop|store|site|website)
    identity behind | trademark | subpoena | legal notice | (you|your company) host\w*( \w+)? (illegal|infring)\w*
    loja falsa | que vos pertence | ameac\w+ | tienda falsa | que es vuestra | amenaz\w+ | fake-?shop | gefalscht\w*
    die ihnen gehort | bedroh\w+ | fausse boutique | qui vous appartient | menac\w+
    (report\w*|complaint)( \w+){0,3} (abuse|phishing|spam|copyright|malware|scam|fraud) | abuse report | phish\w*
    spoof\w*
    dmca | copyright infring\w* | take (\w+ ){0,2}down | takedown | fraudulent | scam(mer|mers|ming)? | impersonat\w*
    (hosted|host|customer|client)( \w+){0,4} (on|by|of|in|with|from) your? (\w+ )?(network|servers?|company)
    (range|domain|network|ip)( \w+){0,4} (on|by|of|in|with|from) your? (\w+ )?(network|servers?|company)
    (hosted|host|customer|client)( \w+){0,4} (on|by|of|in|with|from) your? (\w+ \
      )?(range|ips?|infrastructure|customers?)
    (range|domain|network|ip)( \w+){0,4} (on|by|of|in|with|from) your? (\w+ )?(range|ips?|infrastructure|customers?)
    (on|from|in|of) your (\w+ )?(network|range|ip|ips|infrastructure)
    your (customer|client|user) (\w+ ){0,3}(attack|spam|scan|hammer|stop)\w*
    (attack|hammer|scann?|brute[- ]?forc|flood|spamm)(ing|ed|s) (\w+ ){0,3}(us|our|my)
    (receiv|receive|got|get)\w* spam from | distributes malware
    (denunci\w*|signaler|melde\w*|signalement)( \w+){0,5} (abuso|phishing|spam|abus\w*|missbrauch|fraude)? | denuncia
    vuestra ip | ip vuestra | vosso ip | ip vosso
    (atacar|atacando|ataques) (\w+ ){0,3}(nosso|nuestro|nuestra|nossa|mi|meu)
    (alojad[oa]|hospedad[oa]) (\w+ )?(convosco|em voces|con vosotros) (\w+ ){0,4}(phishing|spam|fraude|ataca)
    (alojad[oa]|hospedad[oa]) (\w+ )?(en sus|en vuestr\w+|nos vossos) (\w+ ){0,4}(phishing|spam|fraude|ataca)
    missbrauch\w* | betrug\w* | angriff\w* auf (\w+ )?(unser|mein)\w* | (von|aus) (einer )?ihrer ip\w* | ihr kunde
    usurp\w+ | hameconnage | (heberge|hebergee) chez vous (\w+ ){0,6}(usurp|phish|spam|arnaq)\w* | escroquerie
    arnaque | scanne (notre|nos|mon)
    contrefacon | une de vos (machines|ip|adresses)
"""

ADVERTISE = r"""
    (looked at|look at|visited|came across) your (\w+ )?(\w+ )?(blog|site|website|shop|store|page|business|company)
    (reviewed|checked( out)?) your (\w+ )?(\w+ )?(blog|site|website|shop|store|page|business|company)
    (noticed|analy[sz]ed|audited) your (\w+ )?(\w+ )?(blog|site|website|shop|store|page|business|company)
    (spotted|found|identified) (\w+ ){0,3}(issues|errors|problems|mistakes|opportunities)
    send (you )?(over )?the report | conversions | sponsor\w* | distributors? | reseller (prices|offer|program\w*)
    (vi|visitei|analisei|analisamos) (\w+ )?(o |a )?(vosso|vossa|seu|sua) | enviar (o |um )?relatorio | prejudicam
    (vi|visite|analice|analizamos) (su|tu|vuestr[oa]) | (le |les )?(envio|enviar|mando) (el |un )?informe
    restan ventas | distribuidor\w*
    ihre[nr]? (\w+[- ])?(blog|website|webseite) (\w+ )?(angesehen|analysiert|gepruft|besucht|gefunden)
    ihre[nr]? (\w+[- ])?(shop|seite|wordpress-blog) (\w+ )?(angesehen|analysiert|gepruft|besucht|gefunden)
    bericht (zu)?schicken | vertriebspartner\w* | (consulte|visite|analyse) votre | envoyer le rapport
    distributeur\w* | releve \d+
    (seo|marketing|outreach|backlink\w*|guest post\w*|link building|web design|lead generation) \
      (services?|packages?|agency|offer|experts?|team|specialists?|company|consultant)
    seo (experte?n?|agentur|agencia|agence) | guest post\w* | sponsored (post|article)
    we (can |also )?(offer|provide|specialize|sell|develop|build|help companies)
    our (agency|services|portfolio|product|company offers) | rank (your|you|higher|much|better) | first page of google
    resell\w*
    increase your (traffic|sales|ranking|revenue) | business proposal | partnership | partner program\w*
    collaborat\w* | parceri\w+
    buy (\w+ ){0,4}from us | leads? (list|database)? for | business contacts | shall we (talk|chat)
    (primeira pagina|primera pagina|erste seite|premiere page) (do|de|von|bei) google
    (posicionamiento|posicionamento|ranking|trafego|trafico) (de su|do seu|da sua|de tu|en google)
    (somos|soy|sou) (uma?|una?)? ?(agencia|equipa|equipo|empresa de|especialistas?) | oferecemos | ofrecemos
    proposta (comercial)? | propuesta (comercial)?
    a sua campanha | su campana | oportunidade
    wir (bieten|sind (eine|ein|spezialisiert)|verkaufen|entwickeln) | provision\w* | kooperation\w*
    unsere dienstleistung\w*
    nous (proposons|offrons|sommes (une|un|specialis\w+)|developpons|vendons) | partenaria\w* | hebergeurs partenaires
    notre agence | affiliat\w*
"""

APPLY = r"""
    placement | freelanc\w+ | (i am|i'm) a (\w+ )?student | rates on request | available from | gap year | apprentice\w*
    sou estudante | (fazer|para) (o |um )?estagio | soy estudiante | hacer (las )?practicas | studiere
    praxissemester | werkstudent\w* | ausbildungsplatz | (je suis|suis) etudiante? | mon stage | alternance
    job (application|opening|offer|position|vacanc\w*) | vacanc(y|ies)
    (my|a|the|our|attached|enclosed) (cv|resume|curriculum( vitae)?)
    (is|are|find|attached)( \w+){0,3} (cv|resume) | hiring | internship\w*
    apply(ing)? for (the|a|your|an) (\w+ ){0,3}(position|job|role|vacancy|opening)
    (join|joining|work for|working for|part of|work with) your (team|company) | open positions?
    (your|the) opening for | years of (\w+ ){0,6}experience | new challenges
    support (agent|engineer|technician) position | curriculo | curriculum | candidat\w+ (a|para|ao)? | candidatura
    emprego | vaga (de|para) | estagio | anos de experiencia
    adjunto (mi )?(cv|curriculum) | mi cv | puesto de | empleo | practicas | anos de experiencia
    trabajar con (ustedes|vosotros) | bolsa de trabajo
    (initiativ)?bewerb\w* | stellenan\w* | offene stellen? | auf die stelle | praktikum\w* | neue herausforderung
    lebenslauf
    candidature | (offre|demande) d'emploi | stage de fin | poste de | mon cv | (annees|ans) d'experience
    rejoindre votre equipe | recrut\w*
"""

OUTAGE = r"""
    your (\w+ )?(servers?|network|data ?cent(er|re)|nodes?|systems?|infrastructure|panel|power|hardware|end|router) \
      (\w+ ){0,3}(is|are|was|were|has|went|keeps?|seems?|crashed|down|offline|unreachable|out)
    (all|every one of|none of|both|half) (of )?(my|our|the) (\w+ )?(sites|websites|servers)
    (all|every one of|none of|both|half) (of )?(my|our|the) (\w+ )?(services|vps|domains|machines)
    is there (an|any|a) (\w+ )?(outage|problem|issue|maintenance|incident|failure) | outages?( on| at| in)? your
    (outage|problem|issue) at your end
    (same|in the) (rack|node|host node|datacenter|data center) | at the same (time|second|moment|minute) | hypervisor
    packet loss | (servers?|vps) crashed and so
    (o vosso|os vossos|vossa|vuestro|vuestros|vuestra|su|ihr|ihre|ihrem|euer|eure|votre|vos) \
      (servidor\w*|rede|red|server|netz\w*|serveurs?|reseau|rechenzentrum|panel|painel|panneau|site de estado) \
        (\w+ ){0,3}(esta|estao|estan|caiu|cayo|ist|sind|est|sont|en panne|down|aussi|tambem|tampoco|nao|no)
    (todos os|todos mis|todos meus|todos nuestros|alle meine|alle unsere|tous mes|tous nos|ninguno de nuestros) \
      (meus |os meus |nossos )?(\w+ )?\
        (sites|sitios|servidores|webseiten|seiten|server|serveurs|services|vps|vserver|maquinas)
    (os|as|mis|meus|nuestros|nossos) (meus |minhas |nossos |nossas )?(tres|dois|duas|dos) (vps|servidores|maquinas)
    (os|as|mis|meus|nuestros|nossos) (meus |minhas |nossos |nossas )?(quatro|cuatro|varios|todos) \
      (vps|servidores|maquinas)
    ao mesmo tempo | al mismo tiempo | a la vez | gleichzeitig | en meme temps | no datacenter
    centro de (datos|dados) | rechenzentrum | au datacenter | le datacenter
"""
