//! Ops of MLeap that hold what only another library can score. A bundle with one is refused, and the error says what
//! to do instead.
//!
//! - `tensorflow` holds a TensorFlow graph.
//! - `xgboost.classifier` and `xgboost.regression` hold a model in the binary format of their own library.
//! - `categorical_drilldown` cannot be loaded from a bundle by MLeap either.

/// Why the op is not scored, and what to do, as the rest of a sentence on it.
pub(super) fn reason(op: &str) -> String {
    let reason = match op {
        "tensorflow" => {
            "holds a TensorFlow graph, which takes TensorFlow to run: export the pipeline without this stage and run \
             the graph on its outputs"
        }
        "xgboost.classifier" | "xgboost.regression" => {
            "holds a model in XGBoost's own binary format: export the pipeline without this stage and score its \
             features with XGBoost, or fit Spark's gradient-boosted trees"
        }
        "categorical_drilldown" => {
            "routes rows to models that MLeap writes without their columns, so that no reader can load them: export \
             one bundle for each label"
        }
        _ => "is not one that this version scores",
    };
    format!("the op `{}` {reason}", op.escape_default())
}
