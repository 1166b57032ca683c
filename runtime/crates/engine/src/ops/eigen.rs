//! Eigenvalues of symmetric matrices, by Jacobi's rotations.

/// Eigenvalues and, row by row, the eigenvectors that belong to them. `matrix` holds `size` rows of `size` values; only
/// what is on and above the diagonal counts.
pub(super) fn eigen(mut matrix: Vec<f64>, size: usize) -> (Vec<f64>, Vec<f64>) {
    // Rotations converge quadratically: a handful of sweeps is enough.
    const SWEEPS: usize = 30;
    let mut vectors = vec![0.0; size * size];
    for diagonal in 0..size {
        vectors[diagonal * size + diagonal] = 1.0;
        for column in 0..diagonal {
            matrix[diagonal * size + column] = matrix[column * size + diagonal];
        }
    }
    for _ in 0..SWEEPS {
        let mut rotated = false;
        for first in 0..size {
            for second in first + 1..size {
                if let Some(turn) = rotation(&matrix, size, first, second) {
                    rotate_columns(&mut matrix, size, (first, second), turn);
                    rotate_rows(&mut matrix, size, (first, second), turn);
                    rotate_rows(&mut vectors, size, (first, second), turn);
                    rotated = true;
                }
            }
        }
        if !rotated {
            break;
        }
    }
    ((0..size).map(|diagonal| matrix[diagonal * size + diagonal]).collect(), vectors)
}

/// Cosine and sine of the rotation that brings an element to 0, unless it already is as good as 0.
fn rotation(matrix: &[f64], size: usize, first: usize, second: usize) -> Option<(f64, f64)> {
    let (a, b) = (matrix[first * size + first], matrix[second * size + second]);
    let off = matrix[first * size + second];
    // NaN is what an overflow leaves, and no rotation brings it to 0.
    if off.is_nan() || off.abs() <= f64::MIN_POSITIVE || off.abs() <= f64::EPSILON * 1e-3 * (a.abs() * b.abs()).sqrt() {
        return None;
    }
    let theta = (b - a) / (2.0 * off);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    Some((cosine, tangent * cosine))
}

fn rotate_rows(matrix: &mut [f64], size: usize, (first, second): (usize, usize), turn: (f64, f64)) {
    for column in 0..size {
        let (x, y) = (matrix[first * size + column], matrix[second * size + column]);
        matrix[first * size + column] = turn.0 * x - turn.1 * y;
        matrix[second * size + column] = turn.1 * x + turn.0 * y;
    }
}

fn rotate_columns(matrix: &mut [f64], size: usize, (first, second): (usize, usize), turn: (f64, f64)) {
    for row in 0..size {
        let (x, y) = (matrix[row * size + first], matrix[row * size + second]);
        matrix[row * size + first] = turn.0 * x - turn.1 * y;
        matrix[row * size + second] = turn.1 * x + turn.0 * y;
    }
}

#[cfg(test)]
mod tests {
    use super::eigen;

    #[test]
    fn the_decomposition_gives_the_matrix_back() {
        let size = 4;
        let matrix: Vec<f64> = vec![
            9.7, -6.5, 0.01, 1.0, //
            -6.5, 5.2, -0.2, 0.5, //
            0.01, -0.2, 1e-9, 0.0, //
            1.0, 0.5, 0.0, 3.0,
        ];
        let (values, vectors) = eigen(matrix.clone(), size);
        for row in 0..size {
            for column in 0..size {
                let restored: f64 =
                    (0..size).map(|k| values[k] * vectors[k * size + row] * vectors[k * size + column]).sum();
                assert!((restored - matrix[row * size + column]).abs() < 1e-13, "{row} {column}");
            }
        }
    }

    #[test]
    fn a_matrix_without_a_decomposition_ends_as_well() {
        assert_eq!(2, eigen(vec![f64::NAN; 4], 2).0.len());
        assert_eq!((Vec::new(), Vec::new()), eigen(Vec::new(), 0));
    }
}
