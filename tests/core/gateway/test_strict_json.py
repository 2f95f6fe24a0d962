"""Bodies: what is read as meant, and what is refused."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.gateway.strict_json import parse_object

TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXT
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(TEXT, VALUES, max_size=4), st.booleans())
def test_objects_are_read_as_written(value, ascii_only):
    assert parse_object(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_refused(body):
    try:
        value = parse_object(body)
    except InvalidInput:
        return
    assert isinstance(value, dict)


@pytest.mark.parametrize(("levels", "passes"), [(40, True), (41, False)])
def test_depth_is_exact(levels, passes):
    body = b'{"a":' * levels + b"1" + b"}" * levels
    if passes:
        parse_object(body)
    else:
        with pytest.raises(InvalidInput) as refusal:
            parse_object(body)
        assert refusal.value.stable_code == "BAD_REQUEST"


def test_emoji_written_as_a_pair_is_text():
    assert parse_object(b'{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}
