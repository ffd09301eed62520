"""The business that customers have with a shop beside help: to leave, to buy, to dispute a bill; in five languages.

All tables are over plain text (lower case, no accents, contractions written out), each alternative whole words.
"""

_SERVICE = (
    "(account|services?|hosting|contract|plan|server|vps|package|subscription|products?|website|domain|everything)"
)

CANCEL = rf"""
    withdraw from | wind(ing)? up (our|my|the) | packing it in
    (close|closed|closing|shut|shutting|sold|selling) (down )?(our|my|the) (\w+ )?(shop|business|company|firm)
    (switch|turn) (it|this|that|the \w+|them) off and
    take (\w+ ){{0,5}}off (my|our) (\w+ )?(package|plan|account|bill|subscription)
    delete (my|our|the) (\w+ )?account | (delete|erase|remove) everything
    desisti(r|mos|mento)? d[eao]
    (fechar|encerrar|fecho|fechamos) (a |o |minha |nossa )*(empresa|loja|negocio|atividade)
    (tirar|retirar|remover) (\w+ ){{0,6}}(do|de) (meu|nosso|minha|nossa) (plano|pacote|conta)
    ja nao (\w+ )?(quero|faz falta) | nao (\w+ )?quero mais
    desist(ir|o|imos) | (cierro|cerramos|cerrar) (el |la |mi |nuestr[oa] )*(negocio|empresa|tienda)
    ya no (\w+ )?(quiero|queremos) | (quitar|quiten|retirar) (\w+ ){{0,6}}(de|del) (mi|nuestro) (plan|paquete)
    terminar (el|mi|con) (servicio|contrato)
    loswerden | (schliessen|schliesse|aufgeben|gebe) (\w+ ){{0,3}}(geschaft|firma|laden|shop|betrieb)
    aus (meinem|unserem) (paket|vertrag|tarif) (\w+ )?(nehmen|entfernen)? | rucktritt | zurucktreten
    (me|nous) (separer|retracter) | retractation
    (fermons|ferme|fermer) (la |ma |notre |l')?(\w+ )?(boutique|entreprise|societe|commerce)
    stopper (mon|le|notre) (contrat|abonnement|service) | retirer (\w+ ){{0,5}}de (mon|notre) (forfait|offre)
    cancel\w* | unsubscribe from (\w+ )?plan | rescind\w*
    terminat(e|ing|ion) (of )?(my|the|our|this|all) (\w+ ){{0,3}}{_SERVICE} | terminate my
    clos(e|ing|ure of) (down )?(my|our|the) (\w+ )?(account|shop|business|company)
    (shut|shutting|turned?) (it )?down for good
    stop (the |my |our |all )?(\w+ ){{0,2}}(renewal|subscription|package|plan|hosting|service|contract)
    (not|never) (want to |wish to |going to |planning to |intend to )?renew\w* | not renewing
    let (\w+ ){{0,6}}(lapse|expire)
    (no longer|not) need (it|this|them|the|my|your|any) (\w+ ){{0,4}}(any ?more|hosting|service|vps|account|plan)?
    no longer need | moving (away|to another) (host|provider)\w*
    (moved|switched|switching|going) to (another|a different) (host|company|provider)
    quit your | leaving (you|your company) | end (my|our|the) (contract|plan|subscription) | i am retiring
    encerrar (a |o )?(minha |meu )?(\w+ )?(conta|servico|plano|contrato|hospedagem|alojamento) | encerramento (da|de|do)
    nao (\w+ )?(quer\w+|pretend\w+|vou|vamos|desej\w+) (mais )?(\w+ )?renov\w* | rescis\w+ | desistir (do|da)
    nao (preciso|precisamos|uso|usamos) mais | ja nao (preciso|precisamos|uso|usamos) | deixar de usar
    dar de baja | darme de baja | dar(me|nos)? de baja | d(e|en|oy|amos)(lo|la|los)? de baja | denlo de baja
    solicito la baja
    (la |de |una )?baja (del|de mi|de mis|de la|de los|en) \w+ | baja definitiva | rescindir
    no (\w+ )?(quier\w+|dese\w+|voy a|vamos a|pienso) (\w+ )?renov\w*
    ya no (lo |la )?(necesito|necesitamos|uso|usamos)
    kundig\w* | gekundigt | kuendig\w* | stornier\w* | widerruf\w* | vertrag\w* (\w+ ){{0,4}}(beenden|auflosen|aufheben)
    ende des vertrag\w* | vertragsende | nicht (\w+ )?(verlangern|verlangert|erneuern)
    (zum|ans) (monatsende|jahresende) (\w+ ){{0,3}}(aufgeben|beenden|abmelden|loschen|auslaufen) | auslaufen lassen
    (brauche|brauchen|benotige|benotigen) (\w+ ){{0,4}}nicht mehr
    resili\w* | annul\w* | cloturer | ferm(er|e|ons) (mon|notre|le|mes) (\w+ )?(compte|activite|boutique|entreprise)
    ne (pas |souhaite pas |veux pas |plus )+(le |la |les )?renouveler | ne pas (le |la |les )?(renouveler|reconduire)
    mettre (fin|un terme) | fin de contrat
    (ne|n'ai) (m'en |me |nous )?(\w+ )?(sers|utilise|servons|utilisons|besoin) plus
    n'ai plus besoin | plus besoin de | arreter (mon|le|notre) (\w+ )?(abonnement|contrat|hebergement|service)
"""

BUY = r"""
    (is there|do you have|does your) (\w+ ){0,3}(api|sdk|cli|terraform|endpoint|app) | order form | trial | free test
    before i commit | unlimited | competitors? | recommend\w* | (what|which) (\w+ ){0,4}suggest | outgrown
    (pro|business|premium|enterprise|starter|basic) (tier|plan|package) | per domain
    (paid|free) (tier|plan|addon|add-on)
    ilimitad[oa]s? | aconselh\w+ | recomend\w+ | plano (pro|business|premium) | plan (pro|business|premium)
    informac(ao|ion) comercial | concorren\w+ | periodo de prueba | prueba gratis
    unbegrenzt\w* | unlimitiert\w* | empfehl\w* | empfiehl\w* | (pro|business|premium)-?(paket|tarif) | testphase
    testzeitraum | probezeit | bestellformular | illimite\w* | conseill\w+ | offre (pro|business|premium)
    periode d'essai | essai gratuit | bon de commande
    (wholesale|reseller) (price|plan)s?
    (want|like|wish|looking|interested|intend|plan(ning)?|going|ready|decided|thinking) (to|in|of|about) \
      (buy\w*|purchas\w*|order\w*|sign(ing)? up|rent\w*|upgrad\w+ to (a|the|your)|switching to you)
    how much (does|do|is|would|will|are|for|would) | what (does|would|do|will) \w+( \w+){0,5} cost | pricing
    costs? per
    would (it|that|this) cost | price list | (the |your |a )?prices? (of|for|list|is) | quote for
    send (me |us )?(an? )?(offer|quote)
    (do|does|can|could) (you|your (\w+ ){0,3}(plans?|packages?|hosting|servers?)) \
      (currently |also |still |even )*\
        (offer|sell|provide|have|keep|retain|store|route|include|come|support|allow|block|delegate)
    (is|are) (\w+ ){0,6}(available|included|possible|supported|allowed|part of) (on|in|with|at|for)?
    (which|what|do) (\w+ ){0,4}(do|does) you (block|offer|support|recommend|use|have|keep)
    before (i |we )?(buy|order|purchase|sign|subscrib)\w* | before ordering | pre ?-?sales?
    (which|what|any) (one )?(of )?(your )?(\w+ )?(plans?|packages?|offers?)
    (cheapest|basic|small|smallest) (plan|package)
    discount\w* | coupon\w* | promo(tion)? codes? | (upgrade|downgrade|go) (\w+ ){0,4}from (\w+ ){0,4}to | wholesale
    (quero|queria|gostaria de|gostava de|pretendo|tenciono|penso em|estou a pensar|interessad\w+ em) \
      (\w+ ){0,2}(comprar|contratar|adquirir|encomendar|aderir|assinar)
    quanto (e que )?(custa\w*|fica|e|sai|seria) | qual (e )?o (preco|valor|custo) | precos? (de|do|da|para|dos)
    orcamento
    tem desconto | (faz|fazem|ha|tem) descontos? | cupao | cupom
    (voces |voce |vos )(oferecem|vendem|tem|fazem|aceitam) | tem planos | (que|qual|quais) (dos )?(vossos |os )?planos?
    (o |um )?plano (mais |basico|barato|inicial|pequeno) (\w+ ){0,6}(da|tem|inclui|permite|traz)
    (inclui|incluem|incluid\w+)
    antes de (comprar|contratar|encomendar|assinar|aderir) | quero contratar
    (quiero|queria|quisiera|deseo|me gustaria|pienso|pensando en|interesad\w+ en) \
      (\w+ ){0,2}(comprar|contratar|adquirir|encargar)
    cuanto (cuesta|cuestan|vale|valen|sale|costaria|seria|me) | (que|cual es el|el) (precio|coste|costo)
    precios? (de|del|para)
    presupuesto | descuentos? | cupon
    (ofrecen|venden|tienen|teneis|ofreceis|vendeis)( ustedes)? (\w+ )?(planes|vps|certificad\w+)
    (ofrecen|venden|tienen|teneis|ofreceis|vendeis)( ustedes)? (\w+ )?(hosting|algun plan|soporte)
    (venden|vendeis|ofreceis|ofrecen) | (que|cual) (de sus |de vuestros )?plan(es)? | (el |un )?plan (basico|barato|mas)
    antes de (comprar|contratar|pedir) | incluye\w*
    (mochte|wurde|will|mochten|wollen)( \w+){0,6} (kaufen|bestellen|buchen|mieten|erwerben) | was (kostet|kosten|wurde)
    wie ?viel (kostet|kosten|ware) | preis(e|liste|anfrage)? | rabatt\w* | gutschein\w* | angebot (fur|uber|zu|schicken)
    (bieten|haben|fuhren|verkaufen|unterstutzen) (sie|ihr) (\w+ ){0,4}(an|tarif\w*|paket\w*)
    (bieten|haben|fuhren|verkaufen|unterstutzen) (sie|ihr) (\w+ ){0,4}(vserver|server|rabatt\w*|auch)
    bieten (sie|ihr) | (welche\w*|gibt es) (\w+ ){0,4}(tarif|paket|produkt|angebot)\w*
    (in|bei) (dem|den|welchem|ihrem) (\w+ )?(paket|tarif)\w* | (vor der|vor meiner) bestellung | inklusive | enthalten
    mit dabei | schon dabei
    (voudrais|souhaite|veux|aimerais|voulons|souhaitons|compte|pense) (\w+ )?(acheter|commander|souscrire|prendre)
    combien (coute\w*|vaut|pour|me) | (quel est|quels sont) (le |les |vos )(prix|tarifs?) | a quel prix
    vos (tarifs|prix|offres) | (le|les) tarifs?
    (proposez|avez|vendez|offrez)[ -]vous (\w+ ){0,3}(offres?|vps|certificats?|plans?)
    (proposez|avez|vendez|offrez)[ -]vous (\w+ ){0,3}(forfaits?|formules?|hebergement\w*|tarif\w*|promo\w*)
    (votre|cette|quelle) (offre|formule|forfait)\w* | (comprise?s?|incluse?s?) (dans|avec)?
    avant de (commander|souscrire|acheter) | devis | remise
"""

BILL = r"""
    refund\w* | (charg|bill)(ed|ing|es) (me |us )?(\w+ )?(twice|again|for|double|too|wrong\w*) | double charg\w*
    overcharg\w*
    invoic\w* | why (was|were|am|are|did) (i|we|you) (\w+ )?(charg|bill)\w+ | was billed | never ordered | did not order
    (my|credit|debit) card | bank statement | chargeback | payment (failed|declined|of|for)
    reembols\w* | estorno | cobra(do|ram|ran|nca|da|ram-me|aram-me) | cobr(aram|ado|ou|ado-me|aram-me)( \w+)?
    cobrad[oa]s?
    fatura\w* | factura\w* | devolucion | cobro | devuelvan\w* | nao (encomendei|pedi|contratei)
    no (pedi|contrate|solicite)
    ruckerstatt\w* | erstatt\w+ | rechnung\w* | abgebucht | abbuchung | nie bestellt | nicht bestellt | mahnung\w*
    lastschrift
    rembours\w* | facture\w* | preleve?\w* | jamais commande\w* | paiement
"""
