"""Laws that `compare` keeps for schemas of any shape."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from saltus_schema import (
    FeatureSchema,
    Field,
    Output,
    RequestValidator,
    RowError,
    SchemaError,
    compare,
    response_model,
)
from saltus_testing.schemas import KINDS, TEXT, declarations, fields, rows, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saltus_schema import FeatureType

WIDER = {
    "byte": ["short", "int", "long", "float", "double"],
    "short": ["byte", "int", "float"],
    "int": ["byte", "long", "float", "double"],
    "long": ["int", "short", "double"],
    "float": ["double"],
    "double": ["float"],
    "decimal(3,1)": ["decimal(20,0)", "decimal(4,2)", "decimal(4,1)", "decimal(2,1)"],
    "vector": ["vector[2]"],
    "vector[2]": ["vector", "vector[3]"],
}


CHANGES = [
    ["type"],
    ["nullable", "on_missing", "default"],
    ["minimum", "maximum", "on_out_of_range"],
    ["categories", "on_unseen"],
]
ALL_CHANGES = [key for keys in CHANGES for key in keys]
POLICIES = {
    "on_missing": ["error", "null"],
    "on_out_of_range": ["error", "warn"],
    "on_unseen": ["error", "keep", "warn"],
}
# Those with a wider type, a range or categories, by which most can change.
RICH = st.sampled_from(sorted({*WIDER, "string", "date"}))
NEW = [
    Field(name="z", type="int"),
    Field(name="z", type="int", nullable=True, on_missing="null"),
]


def steps(field: Field) -> Iterator[tuple[str, Any]]:
    """Yield small changes of a field."""
    known = list(field.categories or ())
    yield "nullable", not field.nullable
    yield from (("type", kind) for kind in WIDER.get(field.type, ()))
    yield from (("default", value) for value in (*known, field.minimum) if value is not None)
    for key in ("minimum", "maximum"):
        if isinstance(end := getattr(field, key), int | float):
            yield from ((key, end + step) for step in (-2, -1, 1, 2))
    for shown in (known[:-1], known[1:], known[::-1]):
        if shown and shown != known:
            yield "categories", shown
    for key, policies in POLICIES.items():
        yield from ((key, each) for each in policies if each != getattr(field, key))


def declared(declaration: dict[str, Any], otherwise: Field) -> Field:
    """Return the field, or another where the declaration does not agree with itself."""
    try:
        return Field(**declaration)
    except SchemaError:
        return otherwise


@st.composite
def changed(draw: st.DrawFn, field: Field) -> Field:
    """Draw what became of a field: one setting is another, or some are of another field."""
    if draw(st.booleans()) and (options := list(steps(field))):
        return declared(field.to_dict() | dict([draw(st.sampled_from(options))]), field)
    keys = draw(st.sampled_from([*CHANGES, *CHANGES, ALL_CHANGES]))
    kind = draw(st.sampled_from(WIDER.get(field.type, [field.type])))
    kind = kind if "type" in keys else field.type
    other = draw(declarations(st.just(kind)))
    kept = {key: value for key, value in field.to_dict().items() if key not in keys}
    declaration = kept | {key: other[key] for key in keys if key in other} | {"type": kind}
    return declared(declaration, field)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[FeatureSchema, FeatureSchema]:
    """Draw a schema and what became of it."""
    old = draw(fields("x", draw(st.sampled_from([KINDS, RICH, RICH]))))
    new = [draw(changed(old)), *draw(st.sampled_from([[], [], *([field] for field in NEW)]))]
    return FeatureSchema(name="a", inputs=[old]), FeatureSchema(name="a", inputs=new)


@st.composite
def answering(draw: st.DrawFn) -> FeatureSchema:
    """Draw a schema with outputs of few names, types and labels, so that many are alike."""
    labels = draw(st.sampled_from([None, ("a", "b"), ("b", "a"), ("a", "c"), ("a", "b", "c")]))
    size = len(labels) if labels else draw(st.integers(2, 3))
    likely = {
        "prediction": Output(
            name=draw(st.sampled_from("pq")),
            type=draw(st.sampled_from(["double", "vector[2]"])) if labels is None else "double",
            role="prediction",
            labels=labels,
        ),
        "probability": Output(
            name=draw(st.sampled_from("st")),
            type=f"vector[{size}]",
            role="probability",
            labels=labels,
        ),
        "other": Output(
            name=draw(st.sampled_from("ou")), type=draw(st.sampled_from(["double", "string"]))
        ),
    }
    roles = draw(st.sets(st.sampled_from(sorted(likely))))
    outputs = [likely[role] for role in sorted(roles)]
    return FeatureSchema(name="a", inputs=[Field(name="x", type="int")], outputs=outputs)


@given(schemas())
def test_a_schema_is_identical_to_itself(schema: FeatureSchema) -> None:
    found = compare(schema, schema)

    assert (True, True, ()) == (found.identical, found.safe, found.reasons)


@given(pairs())
def test_schemas_are_identical_exactly_where_their_fingerprints_are(
    pair: tuple[FeatureSchema, FeatureSchema],
) -> None:
    old, new = pair
    found = compare(old, new)

    assert (old.semantic_fingerprint == new.semantic_fingerprint) == found.identical
    assert found.identical == (not found.reasons)


@given(schemas(), TEXT, st.randoms())
def test_words_and_order_change_the_full_fingerprint_alone(
    schema: FeatureSchema, text: str, random: Any
) -> None:
    documented = [
        field.model_copy(update={"description": f"{text}!", "example": field.sample()})
        for field in schema.inputs
    ]
    random.shuffle(documented)
    other = schema.model_copy(update={"inputs": documented, "name": "another"})

    assert compare(schema, other).identical
    assert schema.semantic_fingerprint == other.semantic_fingerprint
    assert schema.full_fingerprint != other.full_fingerprint


@settings(max_examples=300)
@given(pairs(), st.data())
def test_no_request_breaks_where_clients_are_said_to_be_safe(
    pair: tuple[FeatureSchema, FeatureSchema], data: st.DataObject
) -> None:
    old, new = pair
    safe = compare(old, new).client_safe
    event(f"safe: {safe}")
    before, after = RequestValidator(old), RequestValidator(new)
    for row in data.draw(st.lists(rows(old), min_size=8, max_size=8)):
        try:
            meant = before.validate_python(row)
        except RowError:
            continue
        if safe:
            means = after.validate_python(row)
            for field in old.inputs:
                same = (meaning(field.kind, found[field.name]) for found in (meant, means))
                assert len({repr(value) for value in same}) == 1


@settings(max_examples=300)
@given(pairs(), st.data())
def test_a_model_said_to_be_safe_knows_every_row(
    pair: tuple[FeatureSchema, FeatureSchema], data: st.DataObject
) -> None:
    old, new = pair
    safe = compare(old, new).model_safe
    event(f"safe: {safe}")
    for row in data.draw(st.lists(rows(new), min_size=8, max_size=8)):
        try:
            valid = RequestValidator(new).validate_python(row)
        except RowError:
            continue
        if safe:
            known = {field.name: valid[field.name] for field in old.inputs}
            assert known == RequestValidator(old).validate_python(known)


@given(answering(), answering())
def test_who_reads_answers_finds_all_of_them_where_outputs_are_said_to_be_safe(
    old: FeatureSchema, new: FeatureSchema
) -> None:
    found = compare(old, new)
    event(f"safe: {found.output_safe}")
    if not found.output_safe:
        return

    columns = {(output.name, output.type, output.role) for output in old.outputs}
    assert columns <= {(output.name, output.type, output.role) for output in new.outputs}
    before, after = response_model(old).model_fields, response_model(new).model_fields
    assert before.keys() <= after.keys()
    for key in ("label", "probability"):
        if key in before:
            assert old.class_names == new.class_names
    if old.outputs and "prediction" not in before:
        # Then an answer has all columns in its place.
        assert "prediction" not in after


@given(schemas(), schemas())
@example(
    old=FeatureSchema(name="a", inputs=[Field(name="x", type="int")]),
    new=FeatureSchema(name="a", inputs=[Field(name="y", type="int")]),
)
def test_an_input_that_is_gone_is_never_safe(old: FeatureSchema, new: FeatureSchema) -> None:
    gone = {field.name for field in old.inputs} - {field.name for field in new.inputs}
    found = compare(old, new)

    for aspect in ("client", "model"):
        broken = {reason.field for reason in found.breaking if reason.aspect == aspect}
        assert gone <= broken


def meaning(kind: FeatureType, value: Any) -> Any:
    """Return a value so that equal amounts are equal, whatever type holds them."""
    match value:
        case list():
            return [meaning(kind, element) for element in value]
        case dict():
            return value | {"values": meaning(kind, value["values"])}
        case str() if "decimal" in str(kind):
            return Decimal(value).normalize()
        case int() if not isinstance(value, bool):
            # An integer that becomes a double keeps every digit.
            return Decimal(value).normalize()
        case float():
            return Decimal(value).normalize()
    return value
