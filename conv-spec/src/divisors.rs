//! The groups that two channel counts allow.

use crate::words::join;

/// More are not listed.
const MAX_LISTED: usize = 12;

/// A sentence that lists the common divisors of both.
pub(crate) fn common_divisors(in_channels: u32, out_channels: u32) -> String {
    let divisors = divisors(gcd(in_channels, out_channels));
    let (list, verb) = listed(&divisors);
    format!("{list} {verb} both in_channels = {in_channels} and out_channels = {out_channels}")
}

/// The numbers for reading, and the verb that follows them.
fn listed(divisors: &[u32]) -> (String, &'static str) {
    let verb = if divisors.len() == 1 { "alone divides" } else { "divide" };
    let mut words: Vec<String> = divisors.iter().map(u32::to_string).collect();
    if let Some(last) = words.pop() {
        if words.len() >= MAX_LISTED {
            words.truncate(MAX_LISTED);
            words.push("…".to_owned());
        }
        words.push(last);
    }
    (join(&words, "and"), verb)
}

fn gcd(mut a: u32, mut b: u32) -> u32 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

/// In rising order.
fn divisors(number: u32) -> Vec<u32> {
    let mut small = Vec::new();
    let mut large = Vec::new();
    let mut candidate = 1_u32;
    while candidate.checked_mul(candidate).is_some_and(|square| square <= number) {
        if number.checked_rem(candidate) == Some(0) {
            small.push(candidate);
            large.extend(number.checked_div(candidate).filter(|other| *other != candidate));
        }
        candidate = candidate.saturating_add(1);
    }
    small.extend(large.into_iter().rev());
    small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_common_divisors() {
        assert_eq!(divisors(16), [1, 2, 4, 8, 16]);
        assert_eq!(divisors(1), [1]);
        assert_eq!(divisors(0x7fff_ffff), [1, 0x7fff_ffff]);
        assert_eq!(gcd(16, 24), 8);
        assert_eq!(common_divisors(7, 9), "1 alone divides both in_channels = 7 and out_channels = 9");
        assert_eq!(common_divisors(5040, 5040).matches(',').count(), 12);
    }
}
