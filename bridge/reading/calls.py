"""What calls for a scope that never climbs, without any word of its topics: a fault of the provider's, money (S1).

Rule: one clear saying each, never a mere noun: "the datacentre" is no outage, and "invoice" is no wish. Over plain text
(lower case, no accents, contractions written out), in five languages.
"""

from collections.abc import Mapping

from bridge.core.model import Scope
from bridge.reading.patterns import Pattern, words

_MANY = r"(\d+|two|three|four|five|dois|duas|tres|quatro|dos|cuatro|cinco|zwei|drei|vier|funf|deux|trois|quatre|cinq) "

_FAULT = rf"""
    your (\w+ ){{0,2}}(servers?|network|data ?cent(er|re)|nodes?|systems?|infrastructure|routers?|switch|range) \
      (\w+ ){{0,3}}(down|offline|unreachable|out|dead|dropp\w*|fail\w*|overloaded)
    (all|every one|none|both|half|several) (of )?(my|our|the) (\w+ ){{0,2}}(sites|websites|servers|services|vps) \
      (\w+ ){{0,3}}(down|offline|unreachable|dead|respond\w*|gone|time out)
    (loss|timeouts?|latency|drops?) (\w+ ){{0,6}}(at|in|on|to|inside|within) ([^.!?\n]{{0,60}} )?your (\w+ )?(\w+ \
      )?(router|switch|gateway|network|range|rack|node|hypervisor|data ?cent(er|re))
    (is there|do you have|are you having|having) (an?|any|some) (\w+ )?(outage|incident|network (problem|issue))
    (vosso|vossos|vossa|seu|sua|seus) (\w+ )?(servidor\w*|rede|datacenter|router|infraestrutura|centro de dados) \
      (\w+ ){{0,3}}(caiu|em baixo|fora|indisponive\w+|inacessive\w+|falh\w+)
    (todos|todas|nenhum|nenhuma|ambos) (os |as |dos |das )?(meus |minhas |nossos |nossas )?(\w+ \
      )?(sites|servidores|vps|servicos|maquinas) (\w+ ){{0,3}}(em baixo|fora do ar|offline|inacessive\w+|responde\w*)
    (os |as )?(meus |minhas |nossos |nossas ){_MANY}(sites|servidores|vps|servicos|maquinas)( \w+){{0,3}} \
      (em baixo|fora do ar|offline|inacessive\w+)
    (perda|latencia|timeouts?) (\w+ ){{0,6}}(no|na|nos|dentro) ([^.!?\n]{{0,60}} )?(vosso|vossa|seu|sua) \
      (\w+ )?(router|rede|datacenter|switch)
    (ha|existe|tem|estao com) (alguma? |uma? )?(avaria|falha geral|incidente|problema na rede|falha na rede)
    (vuestro|vuestros|vuestra|su|sus) (\w+ )?(servidor\w*|red|datacenter|router|infraestructura|centro de datos) \
      (\w+ ){{0,3}}(caid[oa]s?|cayo|cayeron|fuera|inaccesible\w*|fall\w+)
    (todos|todas|ningun\w*|ambos) (los |las |de )?(mis |nuestr[oa]s )?(\w+ \
      )?(sitios|webs|servidores|vps|servicios|maquinas) (\w+ ){{0,3}}(caid[oa]s?|offline|inaccesibles|responde\w*)
    (mis |nuestr[oa]s ){_MANY}(sitios|webs|servidores|vps|servicios|maquinas) (\w+ ){{0,3}}(caid[oa]s|inaccesibles)
    (perdida|latencia|timeouts?) (\w+ ){{0,6}}(en|dentro) ([^.!?\n]{{0,60}} )?(vuestr[oa]|su) \
      (\w+ )?(router|red|datacenter|switch)
    (hay|teneis|tienen) (alguna? |una? )?(averia|caida general|incidencia|problema (de|en la) red)
    (ihr|ihre|ihrem|ihren|euer|eure|eurem|euren) (\w+ )?(server|netz|netzwerk|rechenzentrum|router|node|switch) \
      (\w+ ){{0,4}}(down|ausgefallen|offline|unerreichbar|weg|gestort|tot|nicht erreichbar)
    (alle|keiner|keine|samtliche|beide) (meine[rn]?|unsere[rn]?) (\w+ )?(seiten|server|webseiten|websites|vps|dienste) \
      (\w+ ){{0,4}}(down|ausgefallen|offline|unerreichbar|weg|tot|nicht erreichbar)
    (meine|unsere) {_MANY}(seiten|server|webseiten|vps|vserver) (\w+ ){{0,3}}(down|ausgefallen|offline|unerreichbar|weg)
    (verlust|paketverlust|timeouts?|latenz) (\w+ ){{0,6}}(an|in|auf|bei) ([^.!?\n]{{0,60}} )?(ihrem|ihren|eurem|euren) \
      (\w+ )?(router|netz|netzwerk|rechenzentrum|switch)
    (gibt es|haben sie|habt ihr|liegt) (gerade |aktuell |derzeit )?(eine |einen )?(storung|ausfall|netzproblem)
    (votre|vos) (\w+ )?(serveurs?|reseau|datacenter|routeur|infrastructure|noeud|centre de donnees) \
      (\w+ ){{0,3}}(en panne|hors service|injoignables?|tombe\w*|down|hs|inaccessibles?)
    (tous|toutes|aucun|aucune) (de )?(mes|nos) (\w+ )?(sites|serveurs|services|vps|machines) \
      (\w+ ){{0,3}}(en panne|hors service|injoignables?|tombe\w*|down|hs|inaccessibles?|repond\w*)
    (mes|nos) {_MANY}(sites|serveurs|services|vps|machines) (\w+ ){{0,3}}(en panne|injoignables?|down|inaccessibles?)
    (perte|pertes|latence|timeouts?) (\w+ ){{0,6}}(sur|dans|chez) ([^.!?\n]{{0,60}} )?(votre|vos) \
      (\w+ )?(routeur|reseau|datacenter|switch)
    (y a-t-il|avez-vous|il y a) (une? )?(\w+ )?(panne|incident|probleme reseau)
"""

_MONEY = r"""
    (charg|bill|debit)ed (me |us )?(\w+ )?(twice|again|double|too much|two times|wrongly) | double charg\w*
    overcharg\w*
    (charg|bill|debit)ed (me |us )?for (\w+ ){0,6}(never|not|already|cancel\w*)
    (want|need|get|request|like|demand) (\w+ ){0,2}(my money back|a refund|refund\w*) | refund (me|us|my|the|this)
    (my|the|our) (credit )?card (\w+ ){0,2}(was |is |got |keeps (being |getting )?)?(declined|refused|rejected|not \
      accepted)
    (my|the|our) payment (\w+ ){0,3}(failed|fails|declined|refused|rejected|not (going|gone) through)
    cobr(ado|aram|ou|aram-me|ado-me) (\w+ ){0,3}(duas vezes|a dobrar|em duplicado|a mais|de novo|indevid\w+)
    (quero|queria|solicito|peco|exijo) (\w+ ){0,3}(reembolso|dinheiro de volta|estorno|devolucao)
    (o |meu |a )?(cartao|pagamento) (\w+ ){0,4}(recusad[oa]|rejeitad[oa]|falh\w+|nao (passa|passou|e aceite))
    cobr(ado|aron|o|asteis|aron) (\w+ ){0,3}(dos veces|doble|por duplicado|de mas|otra vez|indebid\w+)
    (quiero|solicito|pido|exijo|necesito) (\w+ ){0,3}(reembolso|mi dinero|devolucion del (dinero|importe))
    (la |mi |el )?(tarjeta|pago) (\w+ ){0,4}(rechazad[oa]|fall\w+|no (pasa|se acepta))
    (doppelt|zweimal|zu viel|erneut|falschlich) (\w+ )?(abgebucht|berechnet|belastet|eingezogen)
    (mochte|will|verlange|bitte um) (\w+ ){0,4}(geld zuruck|erstattung|ruckerstattung)
    (karte|kreditkarte|zahlung|lastschrift) (\w+ ){0,4}(abgelehnt|fehlgeschlagen|nicht (akzeptiert|durch\w*))
    (preleve|debite|facture)\w* (\w+ ){0,3}(deux fois|en double|a nouveau|a tort|en trop)
    (veux|souhaite|voudrais|demande|exige) (\w+ ){0,4}(rembours\w+|mon argent)
    (ma |la |mon |le )?(carte|paiement) (\w+ ){0,4}(refuse\w*|rejete\w*|echou\w*|ne passe pas)
"""

_CALLS: Mapping[Scope, Pattern] = {
    Scope.PROVIDER: Pattern(words(_FAULT)),
    Scope.BILLING: Pattern(words(_MONEY)),
}


def calls_for(scope: Scope, text: str) -> bool:
    """Tell whether plain ``text`` calls for the ``scope``."""
    return scope in _CALLS and _CALLS[scope].is_in(text)
