"""JSON decoding."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saltus_schema import JsonError, RowError, decode_json

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON, st.booleans())
def test_json_decodes_as_ever(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)

    assert value == decode_json(text)
    assert value == decode_json(text.encode())


@given(st.lists(st.text(max_size=2), min_size=1, unique=True), st.data())
def test_a_duplicate_key_is_refused_by_name(keys: list[str], data: st.DataObject) -> None:
    repeated = data.draw(st.sampled_from(keys))
    pairs = ", ".join(
        f"{json.dumps(key)}: 1" for key in data.draw(st.permutations([*keys, repeated]))
    )

    with pytest.raises(JsonError) as caught:
        decode_json(f'[{{"outer": {{{pairs}}}}}]')

    violation = caught.value.violations[0]
    assert ("duplicate_key", repeated) == (violation.code, violation.field)


def test_keys_that_only_look_different_are_duplicates() -> None:
    assert "duplicate_key" == _refusal(b'{"a": 1, "\\u0061": 2}')[0]


@pytest.mark.parametrize(
    ("text", "field", "constant"),
    [
        ('{"a": NaN}', "a", "NaN"),
        ('{"a": {"b": 1}, "c": Infinity}', "c", "Infinity"),
        ('{"a": [1, [-Infinity]]}', "a", "-Infinity"),
        ('{"a": {"b": NaN}}', "b", "NaN"),
        ("NaN", "", "NaN"),
        ("[1, NaN]", "", "NaN"),
    ],
)
def test_a_constant_that_is_no_number_is_refused_by_name(
    text: str, field: str, constant: str
) -> None:
    with pytest.raises(JsonError) as caught:
        decode_json(text)

    violation = caught.value.violations[0]
    assert (field, "not_finite") == (violation.field, violation.code)
    assert f"must be a finite number, got {constant}" == violation.message


def test_a_string_that_spells_a_constant_is_a_string() -> None:
    assert {"a": "NaN"} == decode_json('{"a": "NaN"}')


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{} {}",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": 01}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\uDC00"}',
        b'{"\\ud800": 1}',
        '{"a": "\ud800"}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
    ],
)
def test_what_is_not_json_is_refused(data: bytes | str) -> None:
    code, message = _refusal(data)

    assert "invalid_json" == code
    assert "\n" not in message
    message.encode()


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert {"a": "😀"} == decode_json(b'{"a": "\\ud83d\\ude00"}')


def test_the_place_of_a_syntax_error_is_told() -> None:
    message = _refusal(b'{"a": 1,\n "b" 2}')[1]

    assert "the text is not JSON: Expecting ':' delimiter at line 2, column 6" == message


@pytest.mark.parametrize(("sign", "value"), [("", math.inf), ("-", -math.inf)])
def test_numbers_beyond_a_double_become_infinite(sign: str, value: float) -> None:
    text = f'{{"a": {sign}1e400, "b": {sign}{"9" * 5000}, "c": {2**63}}}'

    assert {"a": value, "b": value, "c": 2**63} == decode_json(text)


def test_a_json_error_is_a_row_error() -> None:
    assert issubclass(JsonError, RowError)


def _refusal(data: bytes | str) -> tuple[str, str]:
    with pytest.raises(JsonError) as caught:
        decode_json(data)
    (violation,) = caught.value.violations
    return violation.code, violation.message
