"""What the customer says is *not* the matter: "we do not use WordPress", "it is nothing to do with DNS" (S2).

Rule: a negation counts for a topic's words only where it stands on them, over small words alone. "I cannot open
WordPress" and "no mail in the mailbox any more" are requests, and most requests contain a "not".
"""

from collections.abc import Sequence

from bridge.reading.language import languages
from bridge.reading.words import words_of

_REACH = 6  # words that are looked at on either side
_NEGATIONS = {
    "en": words_of("not no without never neither nor instead nothing"),
    "pt": words_of("nao sem nem nunca nenhum nenhuma"),
    "es": words_of("no sin ni nunca ningun ninguna"),
    "de": words_of("kein keine keinen keinem keiner nicht nichts ohne weder statt"),
    "fr": words_of("pas sans aucun aucune ni jamais"),
}
_SPANNED = words_of(
    """
    a an any the my our your this that one to with on about of do does use uses using run runs running have has having
    related even really actually sure need is be it s problem issue matter question fault want asking because due
    um uma o os as do da dos das de meu minha nosso nossa uso usa usamos temos tenho tem nada ver com e sobre
    relacionado problema questao assunto culpa quero preciso pretendo trata por causa se
    un una el la los las mi es uso usamos tengo tenemos tiene que con del al cuestion tema quiero necesito
    ein eine einen einem dem den der die das vom von am mein meine mit zu tun um uber ist nutze nutzen habe haben
    verwende brauche will mochte wegen frage thema
    le les l d de du des au aux mon ma mes notre ce cet cette c est sur avec utilise utilisons ai avons rapport voir
    probleme veux souhaite besoin cause
    """
)
# "Es liegt nicht an Joomla": over its preposition a negation reaches only here ("ich komme nicht an die Daten").
_LIES_NOT = words_of("liegt lag")
_UNABLE = words_of("can could able consigo consegue puedo puede podemos kann konnen peux peut pouvons")
_OR = words_of("or nor and ni ou o e y oder noch und et")
_AFTERWARDS = (
    ("and", "it", "is", "fine"),
    ("and", "it", "is", "ok"),
    ("works", "too"),
    ("too",),
    ("tambem",),
    ("tambien",),
    ("aussi",),
    ("verified",),
    ("is", "valid"),
    ("stimmt",),
    ("ist", "gultig"),
    ("esta", "al", "dia"),
    ("esta", "em", "dia"),
    ("est", "a", "jour"),
    ("is", "okay"),
    ("are", "fine"),
    ("are", "ok"),
    ("is", "not", "the"),
    ("are", "not", "the"),
    ("is", "fine"),
    ("is", "ok"),
    ("works", "fine"),
    ("is", "working", "fine"),
    ("nao", "e", "o"),
    ("esta", "bem"),
    ("esta", "bien"),
    ("no", "es", "el"),
    ("ist", "nicht", "das"),
    ("ist", "in", "ordnung"),
    ("n", "est", "pas", "le"),
)


def negations(words: Sequence[str]) -> frozenset[str]:
    """Return the negations of the languages that plain ``words`` may be in: a Portuguese "no" is none."""
    return frozenset[str]().union(*(_NEGATIONS[language] for language in languages(words)))


def is_denied(words: Sequence[str], start: int, end: int, *, by: frozenset[str]) -> bool:
    """Tell whether ``words[start:end]`` are named only to be ruled out with one of the negations ``by``."""
    return _is_denied_before(words[max(0, start - _REACH) : start], by) or any(
        tuple(words[end : end + len(ruled_out)]) == ruled_out for ruled_out in _AFTERWARDS
    )


def _is_denied_before(before: Sequence[str], by: frozenset[str]) -> bool:
    last = len(before) - 1
    for place in range(last, -1, -1):
        if before[place] in by:
            return not _UNABLE.intersection(before[:place])
        if before[place] == "an" and before[max(0, place - 1)] in by and _LIES_NOT.intersection(before[:place]):
            return True
        is_listed = place < last and before[place + 1] in _OR  # "no SSL or DNS": the word before an "or" is as denied
        if before[place] not in _SPANNED | _OR and not is_listed:
            return False
    return False
