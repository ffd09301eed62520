"""Read a config file once, into frozen settings, or say everything that is wrong with it.

Structure first (``shape``), then what must hold between the parts (``checks``), secrets and texts; each goes on with
what the one before found sound, so that an admin mends a file in one round.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bridge.config import build, keys
from bridge.config.checks import CHECKS
from bridge.config.draft import Data, Draft, draft
from bridge.config.settings import Basics, Settings
from bridge.config.shape import section, shaped
from bridge.config.sources import Vault
from bridge.config.spelling import Complaint
from bridge.config.surroundings import surroundings
from bridge.core.policy import Finder, Policy
from bridge.errors import ConfigError, ConfigRefusedError, Mistake
from bridge.texts import Texts, load_texts


@dataclass(frozen=True, slots=True)
class _Judged:
    """The structure of a file, judged; ``complaints`` goes on to grow with what it names."""

    data: Data
    rough: Draft
    complaints: list[Complaint]


def load(path: Path, *, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in the file at ``path``; raises ConfigError with every mistake in it and in its texts."""
    file = _judged(path)
    vault = Vault(path.parent, environment, file.complaints)
    fetched, store_url = keys.fetched(file.data, vault), build.store_url(file.data, vault)
    texts, finder = _named(path, file)
    return build.settings(path, file.data, file.rough, build.Fetched(fetched, store_url, texts, finder))


def load_policy(path: Path) -> Policy:
    """Return the policy in the file at ``path`` alone: no secret is fetched, so it can be tried on any machine."""
    file = _judged(path)
    return build.policy(file.data, file.rough, *_named(path, file))


def load_basics(path: Path, *, environment: Mapping[str, str] = os.environ) -> Basics | None:
    """Return where the store is as far as the file at ``path`` says it soundly, whatever else is wrong; None: not said.

    A time zone that is not sound is UTC: every instant is shown with its offset. Raises ConfigError for no TOML at all.
    """
    data, complaints = shaped(_read(path))
    url = build.store_url(data, Vault(path.parent, environment, complaints))
    billing = data.get("billing", {})
    return (
        Basics(billing.get("url", ""), billing.get("timezone", ZoneInfo("UTC")), url, is_refused=True) if url else None
    )


def _judged(path: Path) -> _Judged:
    data, complaints = shaped(_read(path))
    rough = draft(data, frozenset(map(section, complaints)))
    complaints += [complaint for check in CHECKS for complaint in check(rough)]
    complaints += surroundings(data)
    return _Judged(data, rough, complaints)


def _named(path: Path, file: _Judged) -> tuple[Texts, Finder]:
    """Bring in the files that this one names; raises ConfigError with what is wrong in any of them."""
    finder = build.finder(file.data, file.rough, path.parent, file.complaints)
    texts, mistakes = load_texts(build.wanted_texts(file.data, file.rough, path.parent))
    mistakes = (*(Mistake(str(path), key, reason) for key, reason in dict.fromkeys(file.complaints)), *mistakes)
    if mistakes:
        raise ConfigRefusedError(mistakes)
    return texts, finder


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode())
    except OSError as exc:
        reason = f"cannot be read ({exc.strerror}); `bridge init` writes one, --config or $BRIDGE_CONFIG names another"
        raise ConfigError((Mistake(str(path), "file", reason),)) from None
    except UnicodeDecodeError as exc:
        reason = f"is not UTF-8 text (byte {exc.start}); save it as UTF-8"
    except (tomllib.TOMLDecodeError, RecursionError) as exc:
        said = str(exc) or "nested too deep"
        reason = f"is not TOML: {said}; mend it, or name an intact copy in the same folder with --config"
    raise ConfigRefusedError((Mistake(str(path), "file", reason),))
