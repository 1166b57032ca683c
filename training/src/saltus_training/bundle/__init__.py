"""Writes MLeap bundles, JSON or protobuf, in a zip whose bytes depend on nothing else."""

from saltus_training.bundle.archive import bundle_header, content_digest, pack
from saltus_training.bundle.layout import Encoding, NamedNode, named, render, to_json
from saltus_training.bundle.model import Model, Node, Socket, pipeline
from saltus_training.bundle.tree import classification_tree, regression_tree, variance_tree

__all__ = [
    "Encoding",
    "Model",
    "NamedNode",
    "Node",
    "Socket",
    "bundle_header",
    "classification_tree",
    "content_digest",
    "named",
    "pack",
    "pipeline",
    "regression_tree",
    "render",
    "to_json",
    "variance_tree",
]
