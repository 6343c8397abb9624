//! Every operation of every instruction set that this CPU has, lane by lane, for both number types.

use core::array::from_fn;
use core::fmt::Debug;

use super::{Emulated, Scalar, Simd, load_strided};
use crate::Element;

/// Room for the widest vectors, taken apart into columns with gaps.
const LEN: usize = 16 * 7;

/// What nobody writes.
const UNWRITTEN: u8 = 255;

fn numbers<T: From<u8>>() -> [T; LEN] {
    from_fn(|i| T::from(u8::try_from(1 + i).unwrap()))
}

/// The lanes of a vector.
fn lanes<T: Element + From<u8>, S: Simd<T>>(simd: S, vector: S::Vector) -> [T; 16] {
    let mut lanes = [T::ZERO; 16];
    // SAFETY: 16 elements are at least `LANES`.
    unsafe { simd.store(lanes.as_mut_ptr(), vector) };
    lanes
}

/// Calls `check` with every `first..end` within a vector.
fn ranges<T: Element, S: Simd<T>>(_: S, mut check: impl FnMut(usize, usize)) {
    for end in 0..=S::LANES {
        for first in 0..=end {
            check(first, end);
        }
    }
}

fn operations<T: Element + From<u8> + PartialEq + Debug, S: Simd<T>>(simd: S) {
    reads(simd);
    writes(simd);
    writes_blocks(simd);
    transposes(simd);
    let n = S::LANES;
    let numbers = numbers::<T>();
    assert_eq!(lanes(simd, simd.splat(T::from(3)))[..n], [T::from(3); 16][..n]);
    let load = |at: usize| {
        // SAFETY: three vectors have at most 48 elements.
        unsafe { simd.load(numbers[at..].as_ptr()) }
    };
    let sums: [T; 16] = from_fn(|i| numbers[i] * numbers[n + i] + numbers[2 * n + i]);
    assert_eq!(lanes(simd, simd.mul_add(load(0), load(n), load(2 * n)))[..n], sums[..n]);
    let sums: [T; 16] = from_fn(|i| numbers[i] + numbers[n + i]);
    assert_eq!(lanes(simd, simd.add(load(0), load(n)))[..n], sums[..n]);
    not_a_number(simd);
    let even: [T; 16] = from_fn(|i| numbers[2 * i]);
    let (low, high) = simd.interleave(load(0), load(n));
    let mixed = |i: usize| numbers[i / 2 + if i.is_multiple_of(2) { 0 } else { n }];
    let first: [T; 16] = from_fn(mixed);
    let second: [T; 16] = from_fn(|i| mixed(n + i));
    assert_eq!(lanes(simd, low)[..n], first[..n]);
    assert_eq!(lanes(simd, high)[..n], second[..n]);
    assert_eq!(lanes(simd, simd.every_other(load(0), load(n - 1)))[..n], even[..n]);
}

/// Each lane is asked; infinities are numbers.
fn not_a_number<T: Element + From<u8> + PartialEq + Debug, S: Simd<T>>(simd: S) {
    let infinity = (0..12).fold(T::from(255), |infinity, _| infinity * infinity);
    // Zero times infinity.
    let nan = T::ZERO * infinity;
    assert!(nan.is_nan() && !infinity.is_nan());
    let mut numbers = [infinity; 16];
    // SAFETY: 16 elements are at least `LANES`; likewise below.
    assert!(!simd.has_nan(unsafe { simd.load(numbers.as_ptr()) }));
    for lane in 0..S::LANES {
        numbers[lane] = nan;
        // SAFETY: (1) 16 elements.
        assert!(simd.has_nan(unsafe { simd.load(numbers.as_ptr()) }), "lane {lane}");
        numbers[lane] = T::from(1);
    }
}

fn reads<T: Element + From<u8> + PartialEq + Debug, S: Simd<T>>(simd: S) {
    let numbers = numbers::<T>();
    ranges(simd, |first, end| {
        let range: [T; 16] = from_fn(|i| if (first..end).contains(&i) { numbers[i] } else { T::ZERO });
        // SAFETY: the elements exist.
        let vector = unsafe { simd.load_range(numbers.as_ptr(), first, end) };
        assert_eq!(lanes(simd, vector)[..S::LANES], range[..S::LANES], "{first}..{end}");
        for stride in 1..=4 {
            let strided: [T; 16] = from_fn(|i| if range[i] == T::ZERO { T::ZERO } else { numbers[i * stride] });
            // SAFETY: 16 * 4 elements exist.
            let vector = unsafe { load_strided(simd, numbers.as_ptr(), stride, first, end) };
            assert_eq!(lanes(simd, vector)[..S::LANES], strided[..S::LANES], "{first}..{end} by {stride}");
        }
    });
}

fn writes<T: Element + From<u8> + PartialEq + Debug, S: Simd<T>>(simd: S) {
    let numbers = numbers::<T>();
    let blank = [T::from(UNWRITTEN); LEN];
    for count in 0..=S::LANES {
        let mut written = blank;
        // SAFETY: the elements exist.
        unsafe { simd.store_first(written.as_mut_ptr(), simd.load(numbers.as_ptr()), count) };
        assert_eq!(written[..count], numbers[..count]);
        assert_eq!(written[count..], blank[count..], "more than {count} of {}", S::LANES);
    }
    // SAFETY: four vectors have at most 64 elements.
    let columns = from_fn(|j| unsafe { simd.load(numbers[j * S::LANES..].as_ptr()) });
    for count in 0..=4 {
        for stride in [4, 7] {
            let mut written = blank;
            // SAFETY: 16 rows of 7 elements exist.
            unsafe { simd.store_columns(written.as_mut_ptr(), stride, columns, count) };
            let expected: [T; LEN] = from_fn(|at| match (at / stride, at % stride) {
                (i, j) if i < S::LANES && j < count => numbers[j * S::LANES + i],
                _ => blank[at],
            });
            assert_eq!(written, expected, "{count} columns, {stride} apart");
        }
    }
}

fn writes_blocks<T: Element + From<u8> + PartialEq + Debug, S: Simd<T>>(simd: S) {
    let numbers: [T; 256] = from_fn(|i| T::from(u8::try_from(i % 251).unwrap()));
    // SAFETY: 16 vectors have at most 256 elements.
    let columns = from_fn(|j| unsafe { simd.load(numbers[j * S::LANES..].as_ptr()) });
    for count in 0..=16 {
        for stride in [16, 19] {
            let blank = [T::from(UNWRITTEN); 16 * 19];
            let mut written = blank;
            // SAFETY: 16 rows of 19 elements exist.
            unsafe { simd.store_block(written.as_mut_ptr(), stride, columns, count) };
            let expected: [T; 16 * 19] = from_fn(|at| match (at / stride, at % stride) {
                (i, j) if i < S::LANES && j < count => numbers[j * S::LANES + i],
                _ => blank[at],
            });
            assert_eq!(written, expected, "{count} columns, {stride} apart");
        }
    }
}

fn transposes<T: Element + From<u8> + PartialEq + Debug, S: Simd<T>>(simd: S) {
    const PITCH: usize = 17;
    let numbers: [T; 16 * PITCH] = from_fn(|i| T::from(u8::try_from(i % 251).unwrap()));
    // Rows that begin with lines of the cache if the first does, and rows that do not.
    for stride in [32, 19] {
        let blank = [T::from(UNWRITTEN); 17 * 32];
        for streams in [false, true] {
            let mut written = blank;
            let start = written.as_ptr().align_offset(64).min(16);
            let target = written[start..].as_mut_ptr();
            if streams {
                // SAFETY: 16 columns of 16 elements exist, and 16 rows of 32, even where they begin
                // 16 elements later.
                unsafe { simd.stream(&super::Streams::new(simd), numbers.as_ptr(), PITCH, target, stride) };
            } else {
                // SAFETY: (1) and (2): the same columns and rows.
                unsafe { simd.transpose(numbers.as_ptr(), PITCH, target, stride) };
            }
            let expected: [T; 17 * 32] =
                from_fn(|at| match at.checked_sub(start).map(|at| (at / stride, at % stride)) {
                    Some((i, j)) if i < S::LANES && j < S::COLUMNS => numbers[j * PITCH + i],
                    _ => blank[at],
                });
            assert_eq!(written, expected, "{} columns, {stride} apart, streams: {streams}", S::COLUMNS);
        }
    }
}

#[test]
fn emulated() {
    operations::<f32, _>(Emulated::<16>);
    operations::<f32, _>(Emulated::<8>);
    operations::<f64, _>(Emulated::<8>);
    operations::<f64, _>(Emulated::<2>);
    operations::<f32, _>(Scalar);
    operations::<f64, _>(Scalar);
}

#[cfg(target_arch = "x86_64")]
#[test]
fn sse2() {
    operations::<f32, _>(super::Sse2::new());
    operations::<f64, _>(super::Sse2::new());
}

#[cfg(target_arch = "x86_64")]
#[test]
fn avx2() {
    if let Some(simd) = super::Avx2::new() {
        operations::<f32, _>(simd);
        operations::<f64, _>(simd);
    }
}

#[cfg(target_arch = "x86_64")]
#[test]
fn avx512() {
    if let Some(simd) = super::Avx512::new() {
        operations::<f32, _>(simd);
        operations::<f64, _>(simd);
    }
}

#[cfg(all(target_arch = "aarch64", target_feature = "neon", target_endian = "little"))]
#[test]
fn neon() {
    operations::<f32, _>(super::Neon::new());
    operations::<f64, _>(super::Neon::new());
}

#[cfg(all(target_family = "wasm", target_feature = "simd128"))]
#[test]
fn simd128() {
    operations::<f32, _>(super::Simd128::new());
    operations::<f64, _>(super::Simd128::new());
}

#[cfg(all(target_family = "wasm", target_feature = "simd128", target_feature = "relaxed-simd"))]
#[test]
fn relaxed_simd() {
    operations::<f32, _>(super::RelaxedSimd::new());
    operations::<f64, _>(super::RelaxedSimd::new());
}
