//! `generalized_linear_regression`: Spark's `GeneralizedLinearRegressionModel`.
//!
//! MLeap's format has no place for the two powers of the Tweedie family; the attributes `variance_power` and
//! `link_power`, unknown to MLeap, hold them. Nor has it for `offsetCol`: the column at the port `offset` is added to
//! the sum of the coefficients, and where it is null, so is every output.
//!
//! Attributes:
//!
//! - `coefficients`: tensor of double
//! - `intercept`: double
//! - `sparse_coefficients`: boolean, default false; unknown to MLeap, see `linear_regression`
//! - `family`: string, default `gaussian`
//! - `link`: string, default the canonical one of the family
//! - `variance_power`: double; `tweedie` only
//! - `link_power`: double, default 1 - `variance_power`; `tweedie` only

use super::{
    Op,
    features::{check_numeric, read_features},
    linear_regression::Linear,
    special_functions::erf,
};
use crate::{
    bundle::Attributes,
    data_type::DataType,
    error::{BundleError, Fault},
    frame::{Flow, Frame, Slot, Value},
    plan::{Column, StageBuilder},
};

/// Spark keeps means this far away from where their family ends.
const EPSILON: f64 = 1e-16;

#[derive(Debug)]
struct GeneralizedLinearRegression {
    linear: Linear,
    link: Link,
    range: Range,
    features: Column,
    offset: Option<Slot>,
    link_prediction: Option<Slot>,
    prediction: Option<Slot>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Link {
    Identity,
    Logit,
    Log,
    Inverse,
    Probit,
    CLogLog,
    Sqrt,
    Power(f64),
}

/// The means that a family can have.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Range {
    Finite,
    Probability,
    Positive,
}

pub(super) fn build(stage: &mut StageBuilder<'_>) -> Result<Box<dyn Op>, BundleError> {
    let attributes = stage.attributes();
    let linear = Linear::read(attributes)?;
    let (range, link) = read_family(attributes)?;
    let features = read_features(stage, linear.size())?;
    let offset = if stage.has_input("offset") {
        Some(check_numeric(stage.input("offset", DataType::Double)?)?.slot)
    } else {
        None
    };
    let link_prediction = stage.optional_output("link_prediction", DataType::Double)?;
    let prediction = stage.optional_output("prediction", DataType::Double)?;
    Ok(Box::new(GeneralizedLinearRegression { linear, link, range, features, offset, link_prediction, prediction }))
}

fn read_family(attributes: &Attributes) -> Result<(Range, Link), BundleError> {
    let family = attributes.optional_string("family")?.unwrap_or("gaussian").to_lowercase();
    let (range, default) = match family.as_str() {
        "gaussian" => (Range::Finite, Link::Identity),
        "binomial" => (Range::Probability, Link::Logit),
        "poisson" => (Range::Positive, Link::Log),
        "gamma" => (Range::Positive, Link::Inverse),
        "tweedie" => return read_tweedie(attributes),
        _ => {
            let family = family.escape_default();
            return Err(BundleError::unsupported(format!("attribute `family` is `{family}`, which Spark has not"))
                .in_attribute("family"));
        }
    };
    let link = match attributes.optional_string("link")?.map(str::to_lowercase).as_deref() {
        None => default,
        Some("identity") => Link::Identity,
        Some("logit") => Link::Logit,
        Some("log") => Link::Log,
        Some("inverse") => Link::Inverse,
        Some("probit") => Link::Probit,
        Some("cloglog") => Link::CLogLog,
        Some("sqrt") => Link::Sqrt,
        Some(link) => {
            let link = link.escape_default();
            return Err(BundleError::unsupported(format!("attribute `link` is `{link}`, which Spark has not"))
                .in_attribute("link"));
        }
    };
    Ok((range, link))
}

/// A variance power of 0 is the gaussian family; the link is a power, by default 1 less than the variance's.
fn read_tweedie(attributes: &Attributes) -> Result<(Range, Link), BundleError> {
    let Some(variance_power) = attributes.optional_double("variance_power")? else {
        return Err(BundleError::unsupported(
            "is of the family tweedie without the attribute `variance_power`, which MLeap's exporter does not write",
        )
        .with_hint("export it with saltus_training, which writes it"));
    };
    let power = attributes.optional_double("link_power")?.unwrap_or(1.0 - variance_power);
    let link = if power == 0.0 {
        Link::Log
    } else if power == 1.0 {
        Link::Identity
    } else if power == -1.0 {
        Link::Inverse
    } else if power == 0.5 {
        Link::Sqrt
    } else {
        Link::Power(power)
    };
    Ok((if variance_power == 0.0 { Range::Finite } else { Range::Positive }, link))
}

impl Link {
    /// The mean at `eta`, the sum that the coefficients give.
    fn unlink(self, eta: f64) -> f64 {
        match self {
            Self::Identity => eta,
            Self::Logit => 1.0 / (1.0 + (-eta).exp()),
            Self::Log => eta.exp(),
            Self::Inverse => 1.0 / eta,
            Self::Probit => 0.5 * (1.0 + erf(eta / std::f64::consts::SQRT_2)),
            Self::CLogLog => 1.0 - (-eta.exp()).exp(),
            Self::Sqrt => eta * eta,
            Self::Power(power) => eta.powf(1.0 / power),
        }
    }
}

impl Range {
    /// The nearest mean that the family can have; NaN stays.
    fn project(self, mean: f64) -> f64 {
        match self {
            Self::Finite if mean.is_infinite() => f64::MAX.copysign(mean),
            Self::Probability | Self::Positive if mean < EPSILON => EPSILON,
            Self::Probability if mean > 1.0 - EPSILON => 1.0 - EPSILON,
            Self::Positive if mean.is_infinite() => f64::MAX,
            _ => mean,
        }
    }
}

impl GeneralizedLinearRegression {
    /// The sum that the coefficients and the offset give; `None` where the offset is null, whatever the features.
    fn eta(&self, frame: &Frame) -> Result<Option<f64>, Fault> {
        let offset = match self.offset {
            None => 0.0,
            Some(slot) => match frame.number(slot) {
                None => return Ok(None),
                Some(offset) => offset,
            },
        };
        let Column { name, slot, .. } = &self.features;
        let features = frame.features(*slot, Some(self.linear.size())).map_err(|fault| fault.in_column(name))?;
        Ok(Some(self.linear.apply(features) + offset))
    }
}

impl Op for GeneralizedLinearRegression {
    fn apply(&self, frame: &mut Frame) -> Result<Flow, Fault> {
        let eta = self.eta(frame)?;
        let cell = |value: Option<f64>| value.map_or(Value::Null, Value::Double);
        if let Some(slot) = self.link_prediction {
            frame.set(slot, cell(eta));
        }
        if let Some(slot) = self.prediction {
            frame.set(slot, cell(eta.map(|eta| self.range.project(self.link.unlink(eta)))));
        }
        Ok(Flow::Next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, Range};

    #[test]
    fn means_stay_inside_their_family() {
        // What Spark 4.1.4 predicts at these sums.
        const INF: f64 = f64::INFINITY;
        for (expected, range, link, eta) in [
            (f64::MAX, Range::Finite, Link::Log, INF),
            (0.0, Range::Finite, Link::Log, -INF),
            (1e-16, Range::Probability, Link::Logit, -INF),
            (0.999_999_999_999_999_9, Range::Probability, Link::Logit, INF),
            (1e-16, Range::Positive, Link::Inverse, INF),
            (1e-16, Range::Positive, Link::Log, -INF),
            (f64::MAX, Range::Positive, Link::Log, INF),
        ] {
            assert_eq!(expected, range.project(link.unlink(eta)), "{range:?} {link:?} {eta}");
        }
        assert!(Range::Probability.project(f64::NAN).is_nan());
    }
}
