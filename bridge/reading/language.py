"""Which of the five languages a text may be in, by its small words.

Rule: a guess only spares a text the small words of other languages (a Portuguese ``no`` is no Spanish one); where the
guess is not clear every language that may be meant is named, so that no negation is missed.
"""

from collections.abc import Sequence

from bridge.reading.words import words_of

LANGUAGES = ("en", "pt", "es", "de", "fr")

_SMALL_WORDS = {
    "en": "the and is are it i you we now thanks thank works work working my your not but this that all for with on to "
    "of was has have fixed solved can please",
    "pt": "o os as e do da dos das no na em um uma meu minha nao ja agora obrigado obrigada muito mas que para com por "
    "isso esta tudo resolvido eu foi ficou quando erro site pelo pela tento preciso",
    "es": "el la los las y del en un una mi no ya ahora gracias muchas pero que para con por eso lo esta todo resuelto "
    "solucionado se ha yo cuando sitio pagina mis error necesito uso",
    "de": "der die das den dem und ist nicht ein eine mein meine jetzt danke vielen aber es wieder ich sie wir mit fur "
    "auf alles funktioniert geht noch hat",
    "fr": "le la les et du des un une mon ma ne pas est maintenant merci beaucoup mais que pour avec ca c j tout sur "
    "fonctionne marche je vous il",
}
_WORDS = {language: words_of(table) for language, table in _SMALL_WORDS.items()}


SMALL_WORDS = frozenset[str]().union(*_WORDS.values())


def languages(words: Sequence[str]) -> tuple[str, ...]:
    """Return the languages that plain ``words`` may be in: all five where nothing tells."""
    counts = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    most = max(counts.values())
    return tuple(language for language in LANGUAGES if counts[language] * 3 >= most * 2) if most else LANGUAGES
