"""An admin's TOML, read once into frozen settings with the policy inside; every mistake is reported at once.

``load`` is the way in, ``load_policy`` where the policy alone is wanted, ``load_basics`` where the file is refused and
the store must be found all the same. ``document`` and ``policy_from_document`` keep a policy in the store and bring it
back.
"""

from bridge.config.document import document, policy_from_document
from bridge.config.load import load, load_basics, load_policy
from bridge.config.settings import Basics, Settings
from bridge.config.surroundings import MAPPINGS

__all__ = ["MAPPINGS", "Basics", "Settings", "document", "load", "load_basics", "load_policy", "policy_from_document"]
