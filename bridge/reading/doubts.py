"""What makes a "solved" doubtful: a question, a request, a hope, a condition, a contrast, a negation, new trouble (L4).

Rule: precision first. The words are common ones, and a solved message that holds one of them is looked at by a person.
"""

from collections.abc import Mapping
from enum import StrEnum

from bridge.reading.language import LANGUAGES
from bridge.reading.patterns import Pattern, words


class Doubt(StrEnum):
    QUESTION = "a question"
    REQUEST = "a request"
    HOPE = "a hope or a hedge"
    CONDITION = "a condition"
    CONTRAST = "a contrast"
    NEGATION = "a negation"
    TROUBLE = "trouble"
    HEARSAY = "somebody else's word"


_TABLES: Mapping[Doubt, Mapping[str, str]] = {
    Doubt.QUESTION: {
        "en": r"how | why | when | what | where | who | whether | wonder\w*",
        "pt": r"o que | como | porque | por que | quando | qual | quais | onde | sera que | sabem | sabe",
        "es": r"como | por que | cuando | cual | cuales | donde | saben | sabe",
        "de": r"wie | warum | wieso | wann | was | wo | welche\w* | ob",
        "fr": r"est-ce | comment | pourquoi | quand | quel | quelle | quels | ou en | savez",
    },
    Doubt.REQUEST: {
        "en": r"""
            please | pls | plz | needs? | wants? | would like | (i|we) would | help me | kindly | asap
            urgent\w* | explain | tell me | let me know | also | another | one more | next | second | other
            must | have to | has to | going to | make sure | waiting | get it | check | look | investigat\w*
            try again | still
        """,
        "pt": r"""
            por favor | favor | preciso | precis\w+ | quero | queria | gostaria | podem | pode | poderia\w*
            tambem | outra | outro | segund[oa] | aguardo | verifi\w+ | ainda | falta | faltam | tem de
            tem que
        """,
        "es": r"""
            por favor | favor | necesit\w+ | quiero | quisiera | gustaria | pueden | puede | podria\w* | podeis
            tambien | otra | otro | segund[oa] | espero | revis\w+ | todavia | aun | falta | faltan | hay que
            tienen que
        """,
        "de": r"""
            bitte | brauch\w* | mochte | will | konnten? | kann | wurde\w* gern\w* | auch | noch | andere\w*
            weitere\w* | zweite\w* | muss | mussen | soll\w* | prufen | warte | ausserdem
        """,
        "fr": r"""
            s'il vous plait | svp | stp | merci de | besoin | voudrais | veux | souhait\w* | aimerais | pouvez
            pourriez | peux | aussi | autre | deuxieme | second | encore | toujours | verifi\w+ | attends
            il faut | doit
        """,
    },
    Doubt.HOPE: {
        "en": r"""
            hope\w* | think | guess | believe | assume | suppose\w* | seems? | seemingly | looks like | appears?
            apparently | maybe | perhaps | probably | possibly | might | may be | should | could be | almost
            nearly | tomorrow | one | a little | part(ly|ially)? | in part | a bit | mostly | somewhat
            half | for now | so far
            for the moment
            fingers crossed | sort of | kind of | expect\w* | wish\w* | not sure | unsure | will be | would be
            sometimes | more or less | temporar\w* | soon | likely
        """,
        "pt": r"""
            espero | esperemos | esperar | tomara | oxala | acho | penso | creio | parece | aparentemente
            talvez | provavelmente | quase | parcial\w* | em parte | por metade | a metade | por enquanto
            por agora | as vezes | deve | devia
            vamos ver | suponho | meio | mais ou menos | amanha
        """,
        "es": r"""
            espero | esperemos | ojala | creo | pienso | parece | aparentemente | quizas? | tal vez
            probablemente | casi | parcial\w* | en parte | a medias | la mitad | por ahora | de momento
            por el momento | a veces | deberia
            debe | vamos a ver | supongo | medio | mas o menos | manana
        """,
        "de": r"""
            hoff\w* | glaube | denke | vermute | scheint | anscheinend | scheinbar | vielleicht | wahrscheinlich
            fast | teilweise | zum teil | teils | zur halfte | vorerst | bisher | im moment | momentan
            manchmal | sollte | musste | mal sehen
            wohl | halbwegs | zumindest | morgen | einigermassen
        """,
        "fr": r"""
            on dirait | a voir | l'impression
            espere\w* | esperons | pense | crois | semble\w* | parait | apparemment | peut-etre | probablement
            presque | partiel\w* | en partie | a demi | pour l'instant | pour le moment | parfois | devrait
            normalement | on verra
            suppose | a peu pres | a moitie | demain
        """,
    },
    Doubt.CONDITION: {
        "en": r"""
            now and then | on and off | if | unless | until | till | once | as long as | in case | provided
            otherwise | as soon as
            before
        """,
        "pt": r"""
            se (funcion\w+|ja|estiver|for|voltar|nao|der|houver|o|a|continuar) | caso | ate que | assim que
            desde que | quando | ate
        """,
        "es": r"""
            si (ya|no|esta|funciona|se|vuelve|el|la|hay|me|lo|todo|sigue) | en caso | hasta que | en cuanto
            siempre que | hasta
        """,
        "de": r"wenn | falls | sofern | sobald | bis | solange",
        "fr": r"""
            si (ca|tout|le|la|c'est|je|vous|on|jamais|cela|probleme) | s'il | en cas | jusqu\w* | des que
            tant que | lorsque
        """,
    },
    Doubt.CONTRAST: {
        "en": r"""
            but | however | although | though | yet | except | only | nevertheless | apart from
            even so | instead | while | whereas | despite | other than | besides | on the other hand | just not
            partial
        """,
        "pt": r"""
            mas | porem | contudo | no entanto | embora | exceto | excepto | so que | apenas
            menos | todavia | entretanto | apesar | somente
        """,
        "es": r"""
            pero | sin embargo | aunque | excepto | salvo | solo | solamente | unicamente
            menos | a pesar | no obstante | sino
        """,
        "de": r"""
            aber | jedoch | allerdings | obwohl | ausser | bis auf | nur | trotzdem | dennoch | dafur
            sondern | trotz
        """,
        "fr": r"""
            mais | cependant | pourtant | toutefois | sauf | seulement | uniquement
            par contre | en revanche | hormis | malgre | bien que | a part | hélas
        """,
    },
    Doubt.NEGATION: {
        "en": r"""
            not | no | never | none | nothing | neither | nor | cannot | without | dont | hardly | barely
            unable
        """,
        "pt": r"nao | nem | nunca | nada | nenhum\w* | sem | ninguem | jamais",
        "es": r"no | ni | nunca | nada | ningun\w* | sin | nadie | jamas | tampoco",
        "de": r"nicht | nichts | kein\w* | nie | niemals | ohne | weder | niemand | kaum",
        "fr": r"pas | ne | n'\w+ | jamais | rien | aucun\w* | sans | plus | personne | ni | guere",
    },
    Doubt.TROUBLE: {
        "en": r"""
            came back (after|with|in|an?|\d+|once|today|yesterday|later|this)
            and came back | back with | back to square | twice | doubled?
            unfortunately | sadly | errors? | fail\w* | broke\w* | breaks? | missing | gone | wrong
            slow\w* | crash\w* | down | blank
            lost | stuck | disappear\w* | warnings? | time ?out | stop\w* | bugs? | refus\w* | bounc\w*
            problems? (is|with|remain\w*|persist\w*|are|again|when|on|in)
            issues? (is|with|remain\w*|persist\w*|are|again|when|on|in) | [45]\d\d | happen\w*
            new (problem|issue) | again | yesterday | last (week|time|night) | used to
            for (a|an|five|ten|\d+|about|like) (\w+ )?(minutes?|hours?|days?|while|weeks?) | briefly
            then it | third time | as usual | nothing | sure | unacceptable | disappoint\w* | complain\w* | spam
            empty | different | cancel\w* | refund\w* | forbidden | denied | hacked | worse | quotes?
            same | (milli)?seconds? | times | contact\w* | somebody | someone | give up | gave up | elsewhere | moved on
        """,
        "pt": r"""
            infelizmente | offline | fora do ar | erros? | falha\w* | falhou | partid[oa] | quebr\w+
            lent[oa]s? | desaparec\w+
            perdi\w* | sumi\w*
            problemas? (com|no|na|nos|continua|persiste) | volt(ou|a) a (falhar|dar|cair|acontecer|parar)
            outra vez | de novo | novamente | ontem | parou | caiu | continua | durante | depois | brancas?
            cancelar | reembolso | pior | faltam? | vazi[oa]s?
            (o )?mesm[oa] (problema|erro|coisa) | segundos | vezes | contact\w+ | alguem | desist\w+ | noutro lado
        """,
        "es": r"""
            lamentablemente | offline | caid[oa]s? | desgraciadamente | errores | error | fall\w+
            rot[oa]s? | lent[oa]s?
            desaparec\w+ | perdi\w*
            problemas? (con|en|sigue|persiste) | otra vez | de nuevo | nuevamente | ayer | paro | cayo
            rato | minutos | horas
            sigue\w* | continua\w* | durante | despues | blanco | cancelar | reembolso | peor | vaci[oa]s?
            (lo |el |la )?mism[oa]( problema| error)? | segundos | veces | contact\w+ | alguien | hora | decir
            desist\w+
            faltan?
        """,
        "de": r"""
            leider | offline | down | fehler\w* | fehl\w+ | kaputt\w* | langsam\w* | verschwunden | verloren | weg
            problem (mit|bei|ist|besteht) | gestern | absturz\w* | abgesturzt | schon wieder | erneut | bleibt
            danach | leer\w* | stornier\w* | kundig\w* | schlimmer | wieder nicht | zwischendurch
            dasselbe | (das)? ?gleiche\w* | selbe\w* | sekunden | mal | jemand | aufgegeben | gebe auf | woanders
            (fur|nur|kurz) (\w+ )?(minuten?|stunden?|tage?) | kurzzeitig | kurz
        """,
        "fr": r"""
            malheureusement | hors ligne | offline | erreurs? | echou\w* | echec | casse\w* | lent\w*
            disparu\w* | perdu\w*
            probleme (avec|sur|de|persiste|avec) | hier | panne | plante\w* | encore une fois | continue\w*
            pendant | apres | vide\w* | annul\w* | rembours\w* | pire | manqu\w* | blanche?
            meme (probleme|erreur|chose) | secondes | fois | quelqu'un | contact\w+ | abandonne\w* | ailleurs
        """,
    },
    Doubt.HEARSAY: {
        "en": r"""
            (you|he|she|they|colleague\w*|agent|support|guide|message|status|ticket|page|email|chat) \
              (\w+ )?(said|says|told|tell|tells|claim\w*|wrote|mention\w*|promised|shows?|marked)
            supposedly | according to | somebody | someone | allegedly | so-called | pretend\w*
        """,
        "pt": r"(disse\w*|dizem|diz|prometeram|segundo (voces|a|o|vos) | alegadamente|supostamente)",
        "es": r"(dijo|dijeron|dicen|dice|dijiste|prometieron|segun | supuestamente)",
        "de": r"(sagt\w*|gesagt|behaupt\w*|angeblich|versprochen|laut|heisst)",
        "fr": r"(dit|disent|dites|promis|pretend\w*|soi-disant|selon)",
    },
}

_PATTERNS = {
    doubt: {language: Pattern(words(tables[language])) for language in LANGUAGES} for doubt, tables in _TABLES.items()
}
# A question that is told by the order of its words alone, at the beginning of a sentence or after "and".
_QUESTION = Pattern(
    r"[?¿]|(?:^|[.!,;:\n]\s*|\b(?:and|so|but|or|und|aber|also) )"
    + words(
        """
        (is|are|was|has|have|does|do|did) (it|this|that|the|my|our|your|you|everything|all|there|i|we)
        (can|could|will|would) (it|this|that|the|my|our|your|you|everything|all|there|i|we)
        (ist|sind|funktioniert|geht|lauft|hat|haben|kann|konnen|wird) (es|das|die|der|sie|ich|man|dies|mein|meine)
        """
    )
)


def doubts(text: str, spoken: tuple[str, ...], *, whole: str) -> frozenset[Doubt]:
    """Return every doubt that plain ``text`` raises in one of the languages it may be ``spoken`` in.

    ``text`` is what stands beside the solved phrases, ``whole`` has them, too: a question or condition holds them.
    """
    raised = {
        doubt
        for doubt, patterns in _PATTERNS.items()
        if any(patterns[language].is_in(whole if doubt is Doubt.CONDITION else text) for language in spoken)
    }
    return frozenset(raised | ({Doubt.QUESTION} if _QUESTION.is_in(whole) else set()))
