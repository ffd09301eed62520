"""Products that stand where another could: a guide for one is wrong for the other.

Rule: a topic that is about one product of a family is doubted where the customer names another one of the family and
none of the topic's own. Families are those in which one customer has one product.
"""

from bridge.core.policy import Topic
from bridge.reading.words import plain, split, words_of

_FAMILIES = (
    words_of("wordpress joomla drupal magento prestashop typo3 shopify wix squarespace opencart moodle webflow weebly"),
    words_of("cpanel plesk directadmin ispconfig webmin cyberpanel hestia vesta"),
)
_ALIASES = {"wp": "wordpress"}


def rivals(topic: Topic, said: frozenset[str]) -> tuple[str, ...]:
    """Return the products among the plain words ``said`` that the topic's guide is not for."""
    own = frozenset(_ALIASES.get(word, word) for phrase in topic.phrases for word in split(plain(phrase)))
    named = frozenset(_ALIASES.get(word, word) for word in said)
    return tuple(
        product
        for family in _FAMILIES
        if own & family and not own & named & family
        for product in sorted(named & family)
    )
