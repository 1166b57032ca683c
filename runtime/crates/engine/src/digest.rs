//! The identity of a model: sha256 over ops, attributes, trees and columns; names of stages and times stay out.
//!
//! It is computed over what was parsed, so that the JSON and the protobuf form of one model agree.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::{
    bundle::{AttributeValue, List, Model, Node, Scalar, Shape, Socket, Tensor, Values},
    ops::with_open_ends,
};

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Takes in one part of a model after the other; every part is tagged and length-prefixed, so that no two models
/// run together to the same bytes.
#[derive(Debug, Default)]
pub(crate) struct ModelDigest {
    hash: Sha256,
}

impl ModelDigest {
    pub(crate) fn finish(self) -> String {
        hex(&self.hash.finalize())
    }

    pub(crate) fn node(&mut self, node: &Node) {
        self.sockets(&node.shape.inputs);
        self.sockets(&node.shape.outputs);
    }

    pub(crate) fn model(&mut self, model: &Model) {
        self.text(&model.op);
        for (name, value) in model.attributes.iter() {
            match (value, name) {
                // Names of a pipeline's stages and of an ensemble's trees are folders, not content.
                (AttributeValue::List(List::Strings(names)), "nodes" | "trees") => self.count(names.len()),
                (AttributeValue::List(List::Doubles(splits)), "splits") => {
                    self.text(name);
                    self.list(&List::Doubles(with_open_ends(splits)));
                }
                _ => {
                    self.text(name);
                    self.value(value);
                }
            }
        }
    }

    pub(crate) fn cluster(&mut self, index: i32, norm: f64, centre: &[f64], children: u32) {
        self.long(i64::from(index));
        self.double(norm);
        self.each(centre, |sink, value| sink.double(*value));
        self.count(children as usize);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.hash.update(bytes);
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.hash.update((count as u64).to_be_bytes());
    }

    pub(crate) fn double(&mut self, value: f64) {
        // One NaN for all, and no negative zero: JSON bundles keep neither.
        let value = if value.is_nan() { f64::NAN } else { value + 0.0 };
        self.hash.update(value.to_bits().to_be_bytes());
    }

    fn sockets(&mut self, sockets: &[Socket]) {
        let mut sockets: Vec<_> = sockets.iter().map(|socket| (&socket.port, &socket.name)).collect();
        sockets.sort();
        self.count(sockets.len());
        for (port, name) in sockets {
            self.text(port);
            self.text(name);
        }
    }

    fn value(&mut self, value: &AttributeValue) {
        match value {
            AttributeValue::Scalar(scalar) => self.scalar(scalar),
            AttributeValue::List(list) => self.list(list),
            AttributeValue::Tensor(tensor) => self.tensor(tensor),
        }
    }

    fn scalar(&mut self, scalar: &Scalar) {
        match scalar {
            // What JSON elides and protobuf may spell out is the same model.
            Scalar::Default
            | Scalar::Boolean(false)
            | Scalar::Int(0)
            | Scalar::Long(0)
            | Scalar::Float(0.0)
            | Scalar::Double(0.0) => self.text("default"),
            Scalar::String(text) if text.is_empty() => self.text("default"),
            Scalar::ByteString(bytes) if bytes.is_empty() => self.text("default"),
            Scalar::Boolean(true) => self.text("true"),
            Scalar::String(text) => self.tagged("string", |sink| sink.text(text)),
            Scalar::BasicType(kind) => self.tagged("string", |sink| sink.text(kind.name())),
            Scalar::Int(value) => self.tagged("integer", |sink| sink.long(i64::from(*value))),
            Scalar::Long(value) => self.tagged("integer", |sink| sink.long(*value)),
            Scalar::Float(value) => self.tagged("double", |sink| sink.double(f64::from(*value))),
            Scalar::Double(value) => self.tagged("double", |sink| sink.double(*value)),
            Scalar::ByteString(bytes) => self.tagged("bytes", |sink| sink.bytes(bytes)),
            Scalar::Shape(shape) => self.shape(shape),
        }
    }

    fn list(&mut self, list: &List) {
        match list {
            List::Empty => self.text("list"),
            List::Booleans(values) => self.each(values, |sink, value| sink.count(usize::from(*value))),
            List::Strings(values) => self.each(values, |sink, value| sink.text(value)),
            List::BasicTypes(values) => self.each(values, |sink, value| sink.text(value.name())),
            List::Ints(values) => self.each(values, |sink, value| sink.long(i64::from(*value))),
            List::Longs(values) => self.each(values, |sink, value| sink.long(*value)),
            List::Floats(values) => self.each(values, |sink, value| sink.double(f64::from(*value))),
            List::Doubles(values) => self.each(values, |sink, value| sink.double(*value)),
            List::ByteStrings(values) => self.each(values, |sink, value| sink.bytes(value)),
            List::Shapes(values) => self.each(values, Self::shape),
            List::Tensors(values) => self.each(values, Self::tensor),
        }
    }

    fn tensor(&mut self, tensor: &Tensor) {
        self.each(&tensor.dimensions, |sink, size| sink.count(*size));
        match &tensor.values {
            Values::Longs(values) => self.each(values, |sink, value| sink.long(*value)),
            Values::Floats(values) => self.each(values, |sink, value| sink.double(f64::from(*value))),
            Values::Doubles(values) => self.each(values, |sink, value| sink.double(*value)),
            Values::Strings(values) => self.each(values, |sink, value| sink.text(value)),
            Values::ByteStrings(values) => self.each(values, |sink, value| sink.bytes(value)),
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Scalar => self.text("scalar"),
            Shape::List => self.text("list"),
            Shape::Tensor(size) => self.tagged("tensor", |sink| sink.count(size.unwrap_or(usize::MAX))),
        }
    }

    fn each<T>(&mut self, values: &[T], mut take: impl FnMut(&mut Self, &T)) {
        self.text("list");
        // An empty list carries no type, so it carries no count either.
        if !values.is_empty() {
            self.count(values.len());
        }
        for value in values {
            take(self, value);
        }
    }

    fn tagged(&mut self, tag: &str, take: impl FnOnce(&mut Self)) {
        self.text(tag);
        take(self);
    }

    fn long(&mut self, value: i64) {
        self.hash.update(value.to_be_bytes());
    }
}
