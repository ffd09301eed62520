"""A signed body is one plain JSON object, or it is not readable; it never raises."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.web.event import read_event

plain_text = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
plain_value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(plain_text, plain_value, max_size=5), st.booleans())
def test_every_plain_object_is_read_as_it_was_written(event: dict[str, object], is_escaped: bool) -> None:
    assert read_event(json.dumps(event, ensure_ascii=is_escaped).encode()) == event


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"{",
        b"{}{}",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 1, "a": 2}',
        b'{"data": {"a": 1, "\\u0061": 2}}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": ["\\u0000"]}',
        b'{"a": "\x00"}',
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        b'{"a": ' + b"9" * 33 + b"}",
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": 0.' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 100_000,
    ],
)
def test_what_others_would_choke_on_is_not_readable(body: bytes) -> None:
    assert read_event(body) is None


def test_escapes_that_spell_plain_text_are_read() -> None:
    assert read_event(b'{"a": "\\u00e9\\ud83d\\ude00 \\\\u0000"}') == {"a": "é😀 \\u0000"}


@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    read_event(body)
