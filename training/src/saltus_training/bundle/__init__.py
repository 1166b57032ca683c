"""Writes MLeap bundles, JSON or protobuf, in a zip whose bytes depend on nothing else."""

from saltus_training.bundle.archive import Archive, bundle_header, content_digest
from saltus_training.bundle.layout import Encoding, Members, NamedNode, named, render, to_json
from saltus_training.bundle.model import Model, Node, Socket, TreeFile, pipeline
from saltus_training.bundle.tree import classification_tree, regression_tree, variance_tree

__all__ = [
    "Archive",
    "Encoding",
    "Members",
    "Model",
    "NamedNode",
    "Node",
    "Socket",
    "TreeFile",
    "bundle_header",
    "classification_tree",
    "content_digest",
    "named",
    "pipeline",
    "regression_tree",
    "render",
    "to_json",
    "variance_tree",
]
