"""Products that stand where another could: a guide for one is wrong for the other.

Rule: a topic that is about one product of a family is doubted where the customer names another one of the family and
none of the topic's own. Families are those in which one customer has one product.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.core.policy import Topic
from bridge.reading.negation import is_denied
from bridge.reading.words import plain, split, words_of

_FAMILIES = (
    words_of("wordpress joomla drupal magento prestashop typo3 shopify wix squarespace opencart moodle webflow weebly"),
    words_of("cpanel plesk directadmin ispconfig webmin cyberpanel hestia vesta"),
)
_ALIASES = {"wp": "wordpress"}
_PRODUCTS = frozenset[str]().union(*_FAMILIES, _ALIASES)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For one topic, by family of products: its own, and those of others."""

    families: tuple[tuple[frozenset[str], frozenset[str]], ...]

    def among(self, products: frozenset[str]) -> tuple[str, ...]:
        """Return those of the ``products`` named that the topic's guide is not for."""
        return tuple(
            product for own, others in self.families if not own & products for product in sorted(others & products)
        )


def neighbours(topic: Topic) -> Neighbours:
    """Return the neighbours of the products that a topic's phrases name."""
    own = frozenset(
        _ALIASES.get(word, word) for phrase in topic.phrases for word in split(plain(phrase)) if word in _PRODUCTS
    )
    return Neighbours(tuple((own & family, family - own) for family in _FAMILIES if own & family))


def products(words: Sequence[str], *, denied_by: frozenset[str]) -> frozenset[str]:
    """Return the products that plain ``words`` name and do not rule out."""
    return frozenset(
        _ALIASES.get(word, word)
        for place, word in enumerate(words)
        if word in _PRODUCTS and not is_denied(words, place, place + 1, by=denied_by)
    )
