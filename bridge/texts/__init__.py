"""What the bridge says to customers and to staff: the admin's words, or ours where the admin has written none.

Templates are proven when they are loaded, and customer text never becomes part of one. Use ``Texts.reply`` and
``Texts.note``; ``bridge.texts.catalogue`` lists the texts and what each may name.
"""

from bridge.texts.catalogue import Links
from bridge.texts.loading import Wanted, load_texts
from bridge.texts.texts import Texts

__all__ = ["Links", "Texts", "Wanted", "load_texts"]
