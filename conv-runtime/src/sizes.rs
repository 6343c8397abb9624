//! Assertions on the sizes of arrays, which generated code evaluates while it is compiled. Their
//! texts give the numbers: on stable Rust a constant panics with a string alone, and so the string
//! is put together here.

use core::str::from_utf8;

use crate::windows::Windows;
use crate::{Axis, Error};

/// Asserts that an array has the output size of a layer along an axis.
///
/// # Panics
///
/// When it has not. `axis` is called `dimension`, `input` and `output` are the sizes with their
/// names, `formula` has those.
#[track_caller]
pub const fn output(axis: &Axis, dimension: &str, input: (&str, usize), output: (&str, usize), formula: &str) {
    match axis.output(input.1) {
        Some(wanted) if wanted == output.1 => {}
        Some(wanted) => {
            let mut text = Text::new(&["output ", dimension, " ", output.0, " is "]).number(output.1);
            text = text.and(&[", must be "]).number(wanted).and(&[" = ", formula, ", with ", input.0, " = "]);
            text.number(input.1).panic();
        }
        None if input.1 < axis.minimum() => {
            let minimum = axis.minimum();
            let text = Text::new(&["input ", dimension, " ", input.0]);
            text.too_small(input.1, minimum).and(&[axis.limit(minimum).reason()]).panic();
        }
        // What is too large is said of the whole tensor.
        None => {}
    }
}

/// Asserts that an array has the rows and columns of the matrix of windows of an image (C, H, W).
///
/// # Panics
///
/// When it has not.
#[track_caller]
pub const fn matrix(windows: &Windows, image: [usize; 3], matrix: [usize; 2]) {
    let [channels, height, width] = image;
    match windows.rows(channels) {
        Some(rows) if rows == matrix[0] => {}
        Some(rows) => {
            let mut text = Text::new(&["the matrix of windows has "]).number(matrix[0]).and(&[" rows, must have "]);
            text = text.number(rows).and(&[" = "]).number(channels).and(&[" channels * "]);
            text.number(windows.axes[0].kernel).and(&[" * "]).number(windows.axes[1].kernel).panic();
        }
        None => Text::new(&[TOO_LARGE]).panic(),
    }
    match windows.positions([height, width]) {
        Ok([rows, columns]) if matches!(rows.checked_mul(columns), Some(blocks) if blocks == matrix[1]) => {}
        Ok([rows, columns]) => {
            let mut text = Text::new(&["the matrix of windows has "]).number(matrix[1]).and(&[" columns, must have "]);
            if let Some(blocks) = rows.checked_mul(columns) {
                text = text.number(blocks).and(&[" = "]);
            }
            text = text.number(rows).and(&[" * "]).number(columns);
            text.and(&[", one for each window"]).panic();
        }
        Err(Error::InputTooSmall { axis, size, minimum, .. }) => {
            let name = if axis == 1 { "image height" } else { "image width" };
            Text::new(&[name]).too_small(size, minimum).panic();
        }
        Err(_) => Text::new(&[TOO_LARGE]).panic(),
    }
}

const TOO_LARGE: &str = "tensor exceeds the address space";

/// A text that grows while compiling; what has no place is left out.
struct Text {
    bytes: [u8; 512],
    len: usize,
}

impl Text {
    const fn new(parts: &[&str]) -> Self {
        Self { bytes: [0; 512], len: 0 }.and(parts)
    }

    const fn and(mut self, parts: &[&str]) -> Self {
        let mut part = 0;
        while part < parts.len() {
            let bytes = parts[part].as_bytes();
            let mut at = 0;
            while at < bytes.len() && self.len < self.bytes.len() {
                self.bytes[self.len] = bytes[at];
                self.len += 1;
                at += 1;
            }
            part += 1;
        }
        self
    }

    const fn number(self, number: usize) -> Self {
        // As many digits as the largest number has.
        let mut digits = [b'0'; 20];
        let (mut first, mut rest) = (digits.len(), number);
        while first == digits.len() || rest > 0 {
            first -= 1;
            #[expect(clippy::cast_possible_truncation, reason = "a digit")]
            let digit = (rest % 10) as u8;
            digits[first] = b'0' + digit;
            rest /= 10;
        }
        match from_utf8(digits.split_at(first).1) {
            Ok(digits) => self.and(&[digits]),
            Err(_) => self,
        }
    }

    const fn too_small(self, size: usize, minimum: usize) -> Self {
        self.and(&[" is "]).number(size).and(&[", must be at least "]).number(minimum)
    }

    const fn as_str(&self) -> &str {
        let written = self.bytes.split_at(self.len).0;
        match from_utf8(written) {
            Ok(text) => text,
            // The last character was cut off.
            Err(error) => match from_utf8(written.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }

    #[track_caller]
    const fn panic(self) {
        let text = self.and(&["\n  = note: a build finds this, `cargo check` does not: it compiles no calls"]);
        panic!("{}", text.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Border;

    #[test]
    fn numbers_have_all_their_digits() {
        for number in [0, 7, 10, 4096, usize::MAX] {
            assert_eq!(Text::new(&["n = "]).number(number).as_str(), std::format!("n = {number}"));
        }
    }

    #[test]
    fn a_text_ends_with_a_whole_character() {
        let long = std::string::String::from("x") + &"ä".repeat(300);
        assert_eq!(Text::new(&[&long]).number(1).as_str(), &long[..511]);
    }

    #[test]
    fn right_sizes_pass() {
        output(&Axis::conv(3, 2, 1, [1, 1]), "height", ("H", 224), ("OUT_H", 112), "floor((H + 1 + 1 - 3) / 2) + 1");
        let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])] };
        matrix(&windows, [5, 3, 4], [30, 4]);
    }

    #[test]
    #[should_panic(
        expected = "width W is 3, must be at least 4: padding that reflects must be less than the input's size\n"
    )]
    fn short_padding_panics() {
        let axis = Axis::conv(3, 1, 1, [3, 0]).bordered(Border::Reflect);
        output(&axis, "width", ("W", 3), ("OUT_W", 4), "floor((W + 3 + 0 - 3) / 1) + 1");
    }

    #[test]
    #[should_panic(expected = "the matrix of windows has 5 columns, must have 4 = 2 * 2, one for each window\n")]
    fn wrong_columns_panic() {
        let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])] };
        matrix(&windows, [5, 3, 4], [30, 5]);
    }

    #[test]
    #[should_panic(expected = "the matrix of windows has 31 rows, must have 30 = 5 channels * 2 * 3\n")]
    fn wrong_rows_panic() {
        let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])] };
        matrix(&windows, [5, 3, 4], [31, 4]);
    }

    #[test]
    #[should_panic(expected = "image width is 2, must be at least 3\n")]
    fn small_images_panic() {
        let windows = Windows { axes: [Axis::conv(2, 1, 1, [0, 0]), Axis::conv(3, 1, 1, [0, 0])] };
        matrix(&windows, [5, 3, 2], [30, 4]);
    }
}
