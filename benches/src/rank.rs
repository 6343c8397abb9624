//! Rank correlation: whether larger estimates mean longer times, whatever the unit of either.

/// Spearman's rank correlation of pairs: 1 where both rise together, -1 where
/// one falls as the other rises.
///
/// Equal numbers share the mean of their ranks. `None` where one of the two does not vary, and
/// so for fewer than two pairs.
#[must_use]
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let (first, second): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (first, second) = (centred(&first), centred(&second));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = (product(&first, &first) * product(&second, &second)).sqrt();
    (scale > 0.0).then(|| product(&first, &second) / scale)
}

/// The ranks of numbers, counted from their mean.
fn centred(numbers: &[f64]) -> Vec<f64> {
    let below = |number: f64| count(numbers, |other| other < number);
    let equal = |number: f64| count(numbers, |other| other.total_cmp(&number).is_eq());
    // Of `n` numbers, the mean rank is (n + 1) / 2; of equal ones, those below and half of these.
    let mean = f64::midpoint(count(numbers, |_| true), 1.0);
    numbers.iter().map(|number| below(*number) + f64::midpoint(equal(*number), 1.0) - mean).collect()
}

fn count(numbers: &[f64], counts: impl Fn(f64) -> bool) -> f64 {
    numbers.iter().map(|number| f64::from(u8::from(counts(*number)))).sum()
}
