"""A bundle made to hurt is an error, at little cost."""

from __future__ import annotations

import json
import stat
import struct
from typing import TYPE_CHECKING

import pytest
import saltus_runtime as sr
from saltus_testing import wire
from saltus_testing.cost import check_cost
from saltus_testing.hostile import (
    DEEP,
    GOLDEN_SPARSE,
    HEADER,
    LEAF,
    ONE_VS_REST,
    SPLIT,
    TREE,
    WIDE_SPLIT,
    balanced,
    doubling,
    folders,
    forest,
    mixture,
    pack,
    pack_entries,
    pipeline,
    regex,
    scaler,
    stage,
    tensor,
    with_extra,
)

if TYPE_CHECKING:
    from pathlib import Path

MODEL = b'{"op": "tokenizer", "attributes": {}}'
HOSTILE = {
    "path_up": pack_entries(("../evil", b"", 0)),
    "path_absolute": pack_entries(("/etc/passwd", b"", 0)),
    "path_of_9000_folders": pack_entries(("root" + "/a.node" * 9000, b"", 0)),
    "symbolic_link": pack_entries(("root/model.json", b"/etc/passwd", stat.S_IFLNK | 0o777)),
    "member_twice": pack_entries(("root/model.json", MODEL, 0), ("root/model.json", MODEL, 0)),
    "zip64_of_2_to_60_members": wire.zip64_end(pack({"bundle.json": "{}"}), entries=2**60),
    "zip64_directory_beyond_the_end": wire.zip64_end(pack({"bundle.json": "{}"}), offset=2**62),
    "zip64_directory_of_2_to_62": wire.zip64_end(pack({"bundle.json": "{}"}), size=2**62),
    "zip_of_65534_members_that_are_not_there": wire.zip_of_one("m", b"", claimed=0, listed=65534),
    "claims_10_gb": wire.zip_of_one("bundle.json", bytes(1_000_000), claimed=10**10),
    "claims_2_to_63": wire.zip_of_one("bundle.json", b"{}", claimed=2**63),
    "claims_too_little": wire.zip_of_one("bundle.json", bytes(200_000_000), claimed=1000),
    "overlapping_members": wire.zip_of_one("m", bytes(4_000_000), claimed=4_000_000, entries=5000),
    "empty_timestamp": with_extra(struct.pack("<HH", 0x5455, 0)),
    "many_members_of_zeros": pack({f"root/{i}": bytes(1 << 20) for i in range(200)}),
    "deep_header": pack({"bundle.json": DEEP}),
    "deep_meta": pack(
        {"bundle.json": json.dumps(HEADER)[:-1] + f',"format":"json","meta":{DEEP}}}'}
    ),
    "deep_model": stage("string_indexer", DEEP),
    "deep_attribute": stage(
        "string_indexer", f'{{"labels": {{"type": "list", "string": {DEEP}}}}}'
    ),
    "deep_node": stage("string_indexer", {}, root__node=DEEP),
    "deep_manifest": stage("string_indexer", {}, notes__manifest=DEEP),
    "deep_schema": stage("string_indexer", {}, notes__feature_schema=DEEP),
    "deep_golden_rows": stage(
        "standard_scaler",
        {},
        notes__golden_rows=f'{{"columns": {{}}, "rows": [{{"input": {DEEP}}}]}}',
    ),
    "deep_tree_that_is_cut": stage("decision_tree_classifier", TREE, root__tree=SPLIT * 900),
    "deep_tree": stage("decision_tree_classifier", TREE, root__tree=SPLIT * 10_000 + LEAF * 10_001),
    "deep_tree_to_the_right": stage(
        "decision_tree_classifier", TREE, root__tree=(SPLIT + LEAF) * 10_000 + LEAF
    ),
    "tree_named_a_million_times": forest(300_000, 300),
    "pipeline_that_doubles": doubling(28),
    "pipeline_that_goes_up": folders({"root": pipeline("../root")}),
    "pipeline_of_a_million": folders(
        {"root": pipeline(*["a"] * 1_000_000), "root/a.node": pipeline()}
    ),
    "one_vs_rest_of_one_vs_rest": folders(
        {"root" + "/model0" * level: ONE_VS_REST for level in range(20)}
    ),
    "one_vs_rest_of_2_to_20": folders({"root": ONE_VS_REST}),
    "op_twice": folders({"root": '{"op": "tokenizer", "op": "dct", "attributes": {}}'}),
    "attribute_twice": stage("dct", '{"inverse": {}, "inverse": {"boolean": true}}'),
    "value_twice": stage("dct", '{"inverse": {"boolean": true, "boolean": false}}'),
    "feature_twice": stage(
        "standard_scaler",
        {},
        notes__golden_rows='{"columns": {"y": "exact"}, "rows": [{"input": {"x": [1], "x": [2]}}]}',
    ),
    "attribute_of_a_long_name": stage("dct", {"a" * 4_000_000: 1}),
    "op_of_a_long_name": folders({"root": {"op": "é" * 600_000, "attributes": {}}}),
    "deep_tree_line": stage("decision_tree_classifier", TREE, root__tree=DEEP),
    "wide_splits": stage(
        "decision_tree_classifier", TREE, root__tree=balanced(WIDE_SPLIT, 14) + LEAF
    ),
    "leaf_of_zeros": stage(
        "decision_tree_classifier",
        TREE,
        root__tree='{"type":"leaf","values":[' + "0," * 1_900_000 + "0]}",
    ),
    "shape_of_nan": scaler(json.loads('{"x": NaN}')["x"]),
    "dimension_of_nan": scaler(tensor([1.0], [float("nan")])),
    "dimension_of_null": scaler(tensor([1.0], [None])),
    "dimension_of_half": scaler(tensor([1.0], [1.5])),
    "dimension_too_large": scaler(tensor([1.0], [2**60])),
    "dimensions_that_overflow": scaler(tensor([1.0], [2**31 - 1] * 8)),
    "dimensions_beside_zero": scaler(tensor([], [0, 2**31 - 1])),
    "dimension_negative": scaler(tensor([1.0], [-5])),
    "dimensions_unknown": scaler(tensor([1.0], [-1, -1])),
    "too_few_values": scaler(tensor([1.0], [2])),
    "values_of_brackets": scaler({**tensor([], [1]), "double": [[]] * 1_000_000}),
    "labels_of_2_to_24": stage("string_indexer", {"labels_length": {"int": 2**24}}),
    "hashes_to_2_to_31": stage(
        "hashing_term_frequency", {"num_features": {"long": 2**31}, "binary": {}}
    ),
    "layers_of_2_to_24": stage(
        "multi_layer_perceptron_classifier",
        {"layers": {"type": "list", "int": [2**24] * 3}, "weights": tensor([1.0], [1])},
    ),
    "polynomial_of_2_to_24": stage(
        "polynomial_expansion", {"input_size": {"long": 2**24}, "degree": {"int": 2**24}}
    ),
    "vocabulary_of_2_to_31": stage(
        "lda_local_model_op",
        {
            "vocabSize": {"int": 2**31 - 1},
            "topicMatrix": tensor([], [2**24, 0]),
            "docConcentration": {"type": "list"},
        },
    ),
    "interaction_of_2_to_60": stage(
        "interaction",
        {
            "num_inputs": {"int": 1},
            "num_features0": {"type": "list", "int": [2**31 - 1] * 2},
            "input_shapes": {"type": "list"},
        },
    ),
    "covariances_of_1000": stage("gaussian_mixture", mixture(1, 1000)),
    "covariances_of_200": stage("gaussian_mixture", mixture(40, 200)),
    "covariances_of_100_again_and_again": folders(
        {
            "root": pipeline(*[str(i) for i in range(20)]),
            **{
                f"root/{i}.node": {"op": "gaussian_mixture", "attributes": mixture(2, 100)}
                for i in range(20)
            },
        }
    ),
    "terms_of_zeros": stage(
        "lda_local_model_op",
        {
            "vocabSize": {"int": 1_000_000},
            "topicMatrix": tensor([0] * 1_000_000, [1_000_000, 1]),
            "docConcentration": {"type": "list", "double": [0.5]},
        },
    ),
    "regexes_of_a_megabyte_each": stage(
        "regex_indexer",
        {
            "regexes": {"type": "list", "string": [r"\p{L}{20}"] * 100},
            "indices": {"type": "list", "int": [0] * 100},
        },
    ),
    "regex_of_counts": regex("(((a{1000}){1000}){1000}){1000}"),
    "regex_of_4_million_letters": regex("a" * 4_000_000),
    "regex_of_4_million_groups": regex("(" * 4_000_000),
    "regex_that_backtracks_possessively": regex("(a++)++$"),
    "regex_of_a_reference": regex(r"(a*)*\1b"),
    "features_negative": stage(
        "decision_tree_classifier", {**TREE, "num_features": {"long": -1}}, root__tree=LEAF
    ),
    "features_2_to_62": stage(
        "decision_tree_classifier", {**TREE, "num_features": {"long": 2**62}}, root__tree=LEAF
    ),
    "one_hot_of_2_to_31": stage(
        "one_hot_encoder",
        {"drop_last": {}, "category_sizes": {"type": "list", "long": [2**31]}},
    ),
    "one_hot_negative": stage(
        "one_hot_encoder", {"drop_last": {}, "category_sizes": {"type": "list", "int": [-1]}}
    ),
    "assembler_of_2_to_31": stage(
        "vector_assembler",
        '{"input_shapes": {"type": "list", "data_shape": [{"base": "tensor", "isNullable": true,'
        ' "tensorShape": {"dimensions": [{"size": 2147483647, "name": ""}]}}]}}',
    ),
    "many_attributes": stage("string_indexer", {f"a{i}": {} for i in range(20_000)}),
    "golden_row_of_zeros": stage(
        "standard_scaler",
        {"mean": tensor([0.0], [1])},
        notes__golden_rows='{"columns": {"y": "exact"}, "rows": [{"input": {"x": ['
        + "0," * 1_900_000
        + "0]}}]}",
    ),
    "golden_row_of_brackets": stage(
        "standard_scaler",
        {"mean": tensor([0.0], [1])},
        notes__golden_rows='{"columns": {"y": "exact"}, "rows": [{"input": {"x": ['
        + "[]," * 1_300_000
        + "[]]}}]}",
    ),
    "sparse_golden_row_of_2_to_60": stage(
        "standard_scaler", {}, notes__golden_rows=json.dumps(GOLDEN_SPARSE)
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_is_an_error_at_little_cost(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(HOSTILE[name])

    check_cost(path)


def test_a_pattern_that_could_backtrack_without_end_does_not(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(regex("(a+)+b"))
    scorer = sr.load(path).scorer()

    assert {"y": []} == scorer.score({"x": "a" * 100_000})


def test_a_row_may_not_claim_a_vector_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(stage("standard_scaler", {}))
    scorer = sr.load(path).scorer(outputs=["y"])

    assert {"y": [0.0, 1.5]} == scorer.score({"x": {"size": 2, "indices": [1], "values": [1.5]}})
    for size in (2**24 + 1, 2**60):
        with pytest.raises(sr.ScoreError, match="allowed are 16777216"):
            scorer.score({"x": {"size": size, "indices": [], "values": []}})
