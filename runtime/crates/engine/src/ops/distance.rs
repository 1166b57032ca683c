//! How far a row is from the centres of clusters.

use crate::{
    bundle::Attributes,
    error::{BundleError, Fault},
    vector::Vector,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Distance {
    /// Compared squared.
    Euclidean,
    Cosine,
}

/// The centre of a cluster, always dense.
#[derive(Debug)]
pub(super) struct Centre {
    values: Vec<f64>,
    norm: f64,
}

impl Centre {
    pub(super) fn new(values: Vec<f64>) -> Self {
        let norm = norm(&values);
        Self { values, norm }
    }

    pub(super) fn size(&self) -> usize {
        self.values.len()
    }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value * value).sqrt()
}

impl Distance {
    /// The attribute `distance_measure`, by default euclidean.
    pub(super) fn read(attributes: &Attributes) -> Result<Self, BundleError> {
        match attributes.optional_string("distance_measure")? {
            None | Some("euclidean") => Ok(Self::Euclidean),
            Some("cosine") => Ok(Self::Cosine),
            Some(other) => {
                let other = other.escape_default();
                Err(BundleError::attribute("distance_measure", format!("is `{other}`, not euclidean or cosine")))
            }
        }
    }

    fn between(self, centre: &Centre, point: &Vector, point_norm: f64) -> f64 {
        match self {
            Self::Euclidean if point.is_sparse() => sparse_distance(centre, point, point_norm),
            Self::Euclidean => exact_distance(&centre.values, point),
            Self::Cosine => 1.0 - point.dot(&centre.values) / centre.norm / point_norm,
        }
    }
}

/// Position of the first of the nearest centres; Spark raises where a distance is not defined.
pub(super) fn nearest<'a>(
    distance: Distance,
    centres: impl Iterator<Item = &'a Centre>,
    point: &Vector,
) -> Result<usize, Fault> {
    let point_norm = norm(point.values());
    if point_norm.is_nan() {
        return Err(Fault::new("holds NaN, which has no distance"));
    }
    let mut best = (0, f64::INFINITY);
    for (position, centre) in centres.enumerate() {
        if distance == Distance::Cosine && (point_norm == 0.0 || centre.norm == 0.0) {
            return Err(Fault::new("holds only zeros, which have no cosine distance"));
        }
        let distance = distance.between(centre, point, point_norm);
        if distance < best.1 {
            best = (position, distance);
        }
    }
    Ok(best.0)
}

fn exact_distance(centre: &[f64], point: &Vector) -> f64 {
    if !point.is_sparse() {
        return centre.iter().zip(point.values()).fold(0.0, |sum, (centre, value)| {
            let difference = value - centre;
            sum + difference * difference
        });
    }
    let mut rest = centre.iter();
    let mut sum = 0.0;
    let mut next = 0;
    for (index, value) in point.active() {
        sum = rest.by_ref().take(index - next).fold(sum, |sum, centre| sum + centre * centre);
        let difference = rest.next().map_or(0.0, |centre| value - centre);
        sum += difference * difference;
        next = index + 1;
    }
    rest.fold(sum, |sum, centre| sum + centre * centre)
}

/// Spark's fast distance to a sparse row: by the norms, unless that loses too many digits.
fn sparse_distance(centre: &Centre, point: &Vector, point_norm: f64) -> f64 {
    const PRECISION: f64 = 1e-6;
    let squared_norms = centre.norm * centre.norm + point_norm * point_norm;
    let norm_difference = centre.norm - point_norm;
    let product = point.dot(&centre.values);
    let distance = squared_norms - 2.0 * product;
    let bound = 2.0 * f64::EPSILON * squared_norms / (norm_difference * norm_difference + f64::EPSILON);
    if bound < PRECISION {
        return distance;
    }
    let distance = if distance.is_nan() { distance } else { distance.max(0.0) };
    let bound = f64::EPSILON * (squared_norms + 2.0 * product.abs()) / (distance + f64::EPSILON);
    if bound > PRECISION { exact_distance(&centre.values, point) } else { distance }
}

#[cfg(test)]
mod tests {
    use super::{Centre, Distance, nearest};
    use crate::vector::Vector;

    #[test]
    fn both_forms_have_the_same_distance() {
        let centres = [Centre::new(vec![0.0, 3.0, 0.0, 4.0]), Centre::new(vec![1.0, 0.0, 0.0, 1.0])];
        for (expected, values) in [(0, [0.0, 3.0, 0.0, 3.0]), (1, [0.0, 0.0, 2.0, 0.0])] {
            let stored: Vec<_> = (0..4_u32).filter(|index| values[*index as usize] != 0.0).collect();
            let sparse = Vector::from_sparse(4, stored.clone(), stored.iter().map(|i| values[*i as usize]).collect());
            assert_eq!(
                Ok(expected),
                nearest(Distance::Euclidean, centres.iter(), &Vector::from_dense(values.to_vec()))
            );
            assert_eq!(Ok(expected), nearest(Distance::Euclidean, centres.iter(), &sparse.unwrap_or_default()));
        }
    }

    #[test]
    fn distances_that_are_not_defined_are_faults() {
        // Spark 4.1.4 raises on the first two and gives cluster 0 for the last.
        let centres = [Centre::new(vec![1.0, 0.0]), Centre::new(vec![0.0, 1.0])];
        let find = |distance, values: [f64; 2]| nearest(distance, centres.iter(), &Vector::from_dense(values.to_vec()));
        assert!(find(Distance::Euclidean, [f64::NAN, 1.0]).is_err());
        assert!(find(Distance::Cosine, [0.0, 0.0]).is_err());
        assert_eq!(Ok(0), find(Distance::Euclidean, [1.0, f64::INFINITY]));
    }
}
