"""What a customer wants other than help with a topic: to leave, to buy, to thank, to complain (S2).

Rule: these are read from the plain own words; some colour the whole ticket, some only the sentence they stand in. A
wrong guide costs more than none, so a ticket that also wants something else is left to a person.
"""

from enum import StrEnum

from bridge.reading.patterns import Pattern, PatternSet, words


class Intent(StrEnum):
    """Why a topic's words are no request for its guide."""

    CANCEL = "to cancel"
    BUY = "to buy"
    BILL = "to dispute a bill"
    COMPLAIN = "to complain"
    ABUSE = "to report abuse"
    ADVERTISE = "to advertise"
    APPLY = "to apply for a job"
    OUTAGE = "to report a fault of the provider"


_COLOURS_TICKET = {
    Intent.CANCEL: r"""
        cancel\w*
        terminat(e|ion) (of )?(my|the|our|this) (\w+ )?(account|service|hosting|contract|plan|server)
        clos(e|ing|ure of) (my|our) (hosting )?account | stop (the |my |our )?(renewal|subscription)
        not (want to )?renew | do not renew | moving (away|to another) (host|provider)\w* | rescind\w*
        encerrar (a |o )?(minha |meu )?(conta|servico|plano|contrato) | nao (quero )?renovar
        (dar|darme|darnos|doy|damos) de baja | baja (del|de mi|de mis) \w+ | no (quiero |voy a )?renovar
        kundig\w* | gekundigt | kuendig\w* | stornier\w* | vertrag (beenden|auflosen) | nicht verlangern
        resili\w* | annul\w* (mon|ma|mes|le|la|notre|l) | cloturer | fermer mon compte
        ne (pas |souhaite pas )renouveler | quit your | leaving (you|your company)
    """,
    Intent.BUY: r"""
        (want|like|wish|looking|interested|intend|plan(ning)?|going|ready|decided) (to|in) \
          (buy\w*|purchas\w*|order\w*|sign(ing)? up|rent\w*)
        how much (does|do|is|would|will|are) | what (does|would|do|will) \w+( \w+){0,4} cost | pricing
        price list | (the |your |a )prices? (of|for|list) | do you (offer|sell|provide|have plans)
        before (i |we )?(buy|order|purchase|sign)\w* | pre ?-?sales? | which plan | what plan | discount\w*
        coupon\w*
        (quiero|queria|quisiera|gostaria de|quero|pretendo|deseo|me gustaria) \
          (comprar|contratar|adquirir|encomendar)
        quanto custa\w* | qual (e )?o preco | precos? (de|do|da|para) | cuanto (cuesta|cuestan|vale)
        que precio | (mochte|wurde|will|mochten|wollen)( \w+){0,5} (kaufen|bestellen|buchen|mieten)
        was kostet | wie viel kostet | wieviel kostet
        (voudrais|souhaite|veux|aimerais|voulons|souhaitons) (acheter|commander|souscrire|prendre)
        combien coute\w* | quel est le (prix|tarif) | vos tarifs | bieten sie | proposez vous | proposez-vous
        ofrecen( ustedes)? | voces (oferecem|vendem|tem planos) | tem planos
    """,
    Intent.BILL: r"""
        refund\w* | charg(ed|ing) (me |us )?(twice|again|for|double|too) | double charg\w* | overcharg\w*
        invoic\w* | reembols\w* | estorno | cobra(do|ram|ran|nca|da) | cobrad[oa]s? | fatura\w* | factura\w*
        devolucion | ruckerstatt\w* | erstattung | rechnung\w* | abgebucht | rembours\w* | facture\w*
        prelev(e|ement)\w* | chargeback | my (credit )?card | bank statement
    """,
    Intent.COMPLAIN: r"""
        unacceptable | ridiculous | disappoint\w* | (not|un)happy (with|about) | unhappy | not satisfied
        dissatisf\w* | complain\w* | waste of (time|money) | worst | terrible | awful | useless | joke
        lawyer | compensation | sla credit
        (your|this|that|the) (guide|tutorial|article|instructions?)( \w+){0,4} \
          (did not|does not|do not|is not|was not|useless|wrong|outdated)
        (guide|tutorial|article) (did not|does not) help | not what i asked | read my (ticket|message)
        fed up | inaceitavel | inadmissivel | vergonha | desiludid\w* | reclama\w* | pessimo\w* | insatisfeit\w*
        inaceptable | verguenza | decepcion\w* | quej\w* | pesimo\w* | insatisfech\w* | indignante
        inakzeptabel | unverschamt\w* | enttausch\w* | beschwer\w* | frechheit | unzufrieden | katastrophe
        inacceptable | inadmissible | decu\w* | reclamation | scandal\w* | honteux | mecontent\w* | lamentable
    """,
    Intent.ABUSE: r"""
        (report\w*|complaint)( \w+){0,3} (abuse|phishing|spam|copyright|malware|scam) | abuse report
        dmca | phishing (site|page|website) | copyright infring\w*
        (denunci\w*|signaler|melde\w*)( \w+){0,4} (abuso|phishing|spam|abus)
        hosted (on|by) your (network|servers?|company) | fraudulent (site|website|shop) | takedown
    """,
    Intent.ADVERTISE: r"""
        (seo|marketing|outreach|backlink\w*|guest post\w*|link building) \
          (services?|packages?|agency|offer|experts?|team)
        guest post\w* | sponsored (post|article) | we (can )?(offer|provide|specialize)
        our (agency|services|portfolio) | rank (your|you|higher) | first page of google
        increase your (traffic|sales|ranking) | business proposal | partnership | collaborat\w* | parceria
        oferecemos | ofrecemos | wir bieten | nous (proposons|offrons) | affiliate
    """,
    Intent.APPLY: r"""
        job (application|opening|offer|position|vacanc\w*) | vacanc(y|ies) | my (cv|resume|curriculum)
        hiring | internship | apply(ing)? for (the|a|your) (\w+ ){0,3}(position|job|role)
        curriculum vitae | curriculo | candidatura | emprego | bewerb\w* | stellenan\w* | praktikum
        candidature | (offre|demande) d'emploi | stage de fin | vaga de | puesto de | estagio
    """,
    Intent.OUTAGE: r"""
        your (\w+ )?(servers?|network|data ?cent(er|re)|nodes?|systems?|infrastructure)( \w+){0,2} \
          (is|are|was|were|has|went|keeps?|seems?|crashed|down|offline|unreachable)
        (all|every one of|none of) (of )?(my|our|the) (\w+ )?(sites|websites|servers|services|vps|domains)
        is there (an|any) (outage|problem|issue|maintenance|incident) | outages?( on| at| in)? your
        (o vosso|os vossos|vuestro|vuestros|su|ihr|ihre|votre|vos) \
          (servidor\w*|rede|red|server|netz\w*|serveurs?|reseau)( \w+){0,2} \
            (esta|estao|estan|caiu|cayo|ist|sind|est|sont|en panne|down)
        (todos os|todos mis|todos meus|alle meine|alle unsere|tous mes|tous nos) \
          (meus |os meus )?(sites|sitios|servidores|webseiten|seiten|server|serveurs|services)
    """,
}

_COLOURS_SENTENCE = Pattern(
    words(
        r"""
        thank(s| you)( \w+){0,4} (for|with)
        (obrigad[oa]|gracias|merci)( \w+){0,2} (por|pela|pelo|pour) | danke( \w+){0,2} fur
        vielen dank fur | appreciate your | (already|have|i|we) (already )?(fixed|solved|sorted|resolved)
        (ja|ya) (resolvi|solucione|arregle) | like (you|your colleague) (did|helped)
        """
    )
)

_IN_ADVANCE = Pattern(r"in advance|antecipad|de antemano|im voraus|d'avance|par avance")


class Intents:
    """The tables above, compiled once."""

    __slots__ = ("_ticket",)

    def __init__(self) -> None:
        self._ticket = PatternSet(words(table) for table in _COLOURS_TICKET.values())

    def of_ticket(self, text: str) -> tuple[Intent, ...]:
        """Return what else the customer wants, read from all their plain own words."""
        kinds = tuple(_COLOURS_TICKET)
        return tuple(kinds[place] for place in self._ticket.matching(text))

    def is_aside(self, sentence: str) -> bool:
        """Tell whether a plain sentence only gives thanks, or tells of what is done already."""
        return _COLOURS_SENTENCE.is_in(sentence) and not _IN_ADVANCE.is_in(sentence)
