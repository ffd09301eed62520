"""`[guides] learned`: a file that is part of the policy, or a mistake that is told with its remedy (L7, W6)."""

import json
from pathlib import Path

import pytest

from bridge.config import document, load_policy, policy_from_document
from tests.config.conftest import Shop

KEY = ("margin    = 0.3", 'margin    = 0.3\nlearned = "learned.json"')
SOUND = {
    "version": 1,
    "round": 3,
    "threshold": 0.9,
    "thresholds": {"dns": 1.4},
    "weights": {"wordpress": {"elementor": 0.8}},
    "learned_from": {},
    "expect": {},
}


def written(folder: Path, content: object) -> None:
    (folder / "learned.json").write_text(content if isinstance(content, str) else json.dumps(content))


def test_it_is_read_into_the_policy_and_kept_with_it(shop: Shop) -> None:
    written(shop.folder, SOUND)
    policy = load_policy(shop.write(KEY))
    assert (policy.finder.threshold, policy.finder.margin) == (0.9, 0.3)
    assert policy.finder.threshold_of("dns") == 1.4
    assert policy.finder.threshold_of("wordpress") == 0.9
    assert policy_from_document(document(policy)) == policy


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("no json", "is no JSON"),
        ([], "is not of version 1"),
        ({**SOUND, "version": 2}, "is not of version 1"),
        ({**SOUND, "more": 1}, "is not of version 1"),
        ({**SOUND, "threshold": "high"}, "threshold: must be numbers"),
        ({**SOUND, "thresholds": {"dns": -1}}, "thresholds: must be numbers"),
        ({**SOUND, "weights": []}, "weights: must be"),
        ({**SOUND, "weights": {"dns": {"word": True}}}, "weights.dns: must be numbers"),
        ({**SOUND, "thresholds": {"gone": 1}}, "'gone' is no topic any more"),
    ],
)
def test_what_is_wrong_with_it_is_told(shop: Shop, content: object, reason: str) -> None:
    written(shop.folder, content)
    assert reason in shop.mistakes(KEY)["guides.learned"]


def test_a_file_that_is_not_there_is_told(shop: Shop) -> None:
    assert "cannot be read" in shop.mistakes(KEY)["guides.learned"]
