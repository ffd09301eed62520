"""Read a config file once, into frozen settings, or say everything that is wrong with it.

Structure first (``shape``), then what must hold between the parts (``checks``), secrets and texts; each goes on with
what the one before found sound, so that an admin mends a file in one round.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from bridge.config import build, keys
from bridge.config.checks import CHECKS
from bridge.config.draft import draft
from bridge.config.settings import Settings
from bridge.config.shape import section, shaped
from bridge.config.sources import Vault
from bridge.config.surroundings import surroundings
from bridge.errors import ConfigError, Mistake
from bridge.texts import load_texts


def load(path: Path, *, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in the file at ``path``; raises ConfigError with every mistake in it and in its texts."""
    data, complaints = shaped(_read(path))
    rough = draft(data, frozenset(map(section, complaints)))
    complaints += [complaint for check in CHECKS for complaint in check(rough)]
    complaints += surroundings(data)
    vault = Vault(path.parent, environment, complaints)
    fetched, store_url = keys.fetched(data, vault), build.store_url(data, vault)
    texts, mistakes = load_texts(build.wanted_texts(data, rough, path.parent))
    mistakes = (*(Mistake(str(path), key, reason) for key, reason in dict.fromkeys(complaints)), *mistakes)
    if mistakes:
        raise ConfigError(mistakes)
    return build.settings(path, data, rough, build.Fetched(fetched, store_url, texts))


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as exc:
        reason = f"cannot be read ({exc.strerror}); `bridge init` writes one, --config or $BRIDGE_CONFIG names another"
    except UnicodeDecodeError as exc:
        reason = f"is not UTF-8 text (byte {exc.start}); save it as UTF-8"
    except (tomllib.TOMLDecodeError, RecursionError) as exc:
        reason = f"is not TOML: {str(exc) or 'nested too deep'}"
    raise ConfigError((Mistake(str(path), "file", reason),))
