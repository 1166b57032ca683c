//! `stopwords_remover`: Spark's `StopWordsRemover`, for one or several columns.
//!
//! Null tokens stay. Without case, words and tokens are compared in lower case by the parameter `locale`, which MLeap
//! does not write; the attribute `locale`, unknown to MLeap, holds it. Spark takes the whole of it for a language:
//! `tr` lower-cases as Turkish does, `tr_TR` as English.
//!
//! Attributes:
//!
//! - `stop_words`: list of string
//! - `case_sensitive`: boolean
//! - `locale`: string, default English; unknown to MLeap

use std::collections::HashSet;

use super::{
    Op,
    tokens::{TokenList, check_tokens, token, tokens, tokens_type},
};
use crate::{
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot},
    java::LowerCase,
    plan::{Column, StageBuilder},
};

#[derive(Debug)]
struct StopWordsRemover {
    columns: Vec<(Column, Slot)>,
    words: HashSet<String>,
    /// Unless case counts.
    lower_case: Option<LowerCase>,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let locale = attributes.optional_string("locale")?.unwrap_or_default();
    let lower_case = if attributes.boolean("case_sensitive")? { None } else { Some(LowerCase::of(locale)?) };
    let words = attributes.strings("stop_words")?.iter().map(|word| match &lower_case {
        None => word.clone(),
        Some(lower_case) => {
            let mut lower = String::new();
            lower_case.write(word, &mut lower);
            lower
        }
    });
    let words = words.collect();
    let inputs = stage.inputs(|_| tokens_type())?;
    inputs.iter().try_for_each(check_tokens)?;
    let outputs = stage.outputs(vec![tokens_type(); inputs.len()])?;
    let columns = inputs.into_iter().zip(outputs).collect();
    Ok(Box::new(StopWordsRemover { columns, words, lower_case }))
}

impl StopWordsRemover {
    fn is_stop_word(&self, token: &str, lower: &mut String) -> bool {
        let Some(lower_case) = &self.lower_case else { return self.words.contains(token) };
        lower.clear();
        lower_case.write(token, lower);
        self.words.contains(lower.as_str())
    }
}

impl Op for StopWordsRemover {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let mut lower = String::new();
        for (input, output) in &self.columns {
            let mut list = TokenList::take(frame, *output);
            for value in tokens(frame, input.slot).map_err(|fault| fault.in_column(&input.name))? {
                if !token(value).is_some_and(|token| self.is_stop_word(token, &mut lower)) {
                    list.push_value(value);
                }
            }
            list.finish(frame);
        }
        Ok(Flow::Next)
    }
}
