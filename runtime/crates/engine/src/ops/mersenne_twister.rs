//! Random numbers as Apache Commons Math and Breeze draw them: MT19937, Gaussians and gamma variates.

const SIZE: usize = 624;
const PERIOD: usize = 397;

/// The generator of Commons Math's `MersenneTwister`.
pub(super) struct MersenneTwister {
    state: [u32; SIZE],
    next: usize,
    /// Gaussians come in pairs.
    gaussian: Option<f64>,
}

impl MersenneTwister {
    /// `new MersenneTwister(long)`, which is not the same as with an int of the same value.
    pub(super) fn new(seed: i64) -> Self {
        let key = [(seed >> 32) as u32, seed as u32];
        let mut twister = Self::from_int(19_650_218);
        let state = &mut twister.state;
        let mix = |previous: u32, factor: u32| (previous ^ previous >> 30).wrapping_mul(factor);
        let mut position = 1;
        for step in 0..SIZE {
            let part = step % key.len();
            state[position] = (state[position] ^ mix(state[position - 1], 1_664_525))
                .wrapping_add(key[part])
                .wrapping_add(part as u32);
            position = following(state, position);
        }
        for _ in 1..SIZE {
            state[position] = (state[position] ^ mix(state[position - 1], 1_566_083_941)).wrapping_sub(position as u32);
            position = following(state, position);
        }
        state[0] = 0x8000_0000;
        twister
    }

    /// `new MersenneTwister(int)`.
    fn from_int(seed: u32) -> Self {
        let mut state = [seed; SIZE];
        for position in 1..SIZE {
            let previous = state[position - 1];
            state[position] = 1_812_433_253_u32.wrapping_mul(previous ^ previous >> 30).wrapping_add(position as u32);
        }
        Self { state, next: SIZE, gaussian: None }
    }

    fn next_int(&mut self) -> u32 {
        if self.next == SIZE {
            self.twist();
        }
        let mut value = self.state[self.next];
        self.next += 1;
        value ^= value >> 11;
        value ^= value << 7 & 0x9d2c_5680;
        value ^= value << 15 & 0xefc6_0000;
        value ^ value >> 18
    }

    fn twist(&mut self) {
        for position in 0..SIZE {
            let (high, low) = (self.state[position], self.state[(position + 1) % SIZE]);
            let mixed = high & 0x8000_0000 | low & 0x7fff_ffff;
            let odd = if low & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[position] = self.state[(position + PERIOD) % SIZE] ^ mixed >> 1 ^ odd;
        }
        self.next = 0;
    }

    /// Uniform in [0, 1), of 52 bits.
    fn next_double(&mut self) -> f64 {
        let high = u64::from(self.next_int() >> 6) << 26;
        (high | u64::from(self.next_int() >> 6)) as f64 * f64::EPSILON
    }

    fn next_gaussian(&mut self) -> f64 {
        if let Some(gaussian) = self.gaussian.take() {
            return gaussian;
        }
        let angle = std::f64::consts::TAU * self.next_double();
        let radius = (-2.0 * self.next_double().ln()).sqrt();
        self.gaussian = Some(radius * angle.sin());
        radius * angle.cos()
    }

    /// A gamma variate by Marsaglia and Tsang; `shape` is above 1.
    pub(super) fn next_gamma(&mut self, shape: f64, scale: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let (x, v) = loop {
                let x = self.next_gaussian();
                let v = 1.0 + c * x;
                if v > 0.0 {
                    break (x, v * v * v);
                }
            };
            let square = x * x;
            let uniform = self.next_double();
            if uniform < 1.0 - 0.0331 * (square * square) || uniform.ln() < 0.5 * square + d * (1.0 - v + v.ln()) {
                return scale * d * v;
            }
        }
    }
}

/// The next position to be seeded; after the last one it starts over, behind a copy of the last value.
fn following(state: &mut [u32; SIZE], position: usize) -> usize {
    if position + 1 < SIZE {
        return position + 1;
    }
    state[0] = state[SIZE - 1];
    1
}

#[cfg(test)]
mod tests {
    use super::MersenneTwister;

    /// Drawn with commons-math3 3.6.1 and Breeze 2.1.0.
    #[test]
    fn draws_are_those_of_the_jvm() {
        assert_eq!(-1_937_831_252, MersenneTwister::from_int(0).next_int() as i32);
        for (seed, ints, gamma) in [
            (0, [647_325_673, 1_560_931_061], 1.105_778_513_897_928_6),
            (7, [-823_915_860, -1_232_468_979], 1.060_423_425_257_637_9),
            (-3, [1_167_642_324, 782_401_195], 0.972_920_145_094_016_4),
            ((1 << 40) + 5, [1_838_124_154, -1_784_746_438], 0.800_609_185_226_816),
        ] {
            let mut twister = MersenneTwister::new(seed);
            assert_eq!(ints, [twister.next_int() as i32, twister.next_int() as i32]);
            assert_close(gamma, MersenneTwister::new(seed).next_gamma(100.0, 0.01));
        }
    }

    #[test]
    fn draws_stay_the_same_far_along() {
        let mut twister = MersenneTwister::new(7);
        let draws: Vec<_> = (0..5006).map(|_| twister.next_gamma(100.0, 0.01)).collect();
        assert_close(0.842_230_033_613_214_5, draws[1]);
        assert_close(0.913_282_655_360_817_4, draws[5005]);
    }

    fn assert_close(expected: f64, actual: f64) {
        assert!((expected - actual).abs() < 1e-15 * 4.0, "{expected} {actual}");
    }
}
