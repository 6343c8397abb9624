//! Numbers in tensors.

use safetensors::Dtype;
use safetensors::tensor::TensorView;

/// A type of numbers that tensors hold.
pub trait Number: Copy + std::fmt::Debug {
    /// `PyTorch`'s name of it.
    const NAME: &str;
    /// What no layer gives: outputs that are not written stay it. Of integers, 0.
    const NAN: Self;

    /// The numbers of a tensor of this type.
    ///
    /// # Panics
    ///
    /// When it is of another type.
    fn read(tensor: &TensorView<'_>) -> Vec<Self>;

    /// The nearest number.
    fn from_f64(value: f64) -> Self;

    /// The same number.
    fn to_f64(self) -> f64;
}

macro_rules! numbers {
    ($($number:ty: $name:literal, $dtype:ident, $nan:expr;)*) => {$(
        impl Number for $number {
            const NAME: &str = $name;
            const NAN: Self = $nan;

            fn read(tensor: &TensorView<'_>) -> Vec<Self> {
                assert_eq!(tensor.dtype(), Dtype::$dtype);
                let (elements, rest) = tensor.data().as_chunks();
                assert!(rest.is_empty());
                elements.iter().map(|bytes| Self::from_le_bytes(*bytes)).collect()
            }

            #[allow(clippy::cast_possible_truncation, reason = "the nearest is wanted")]
            fn from_f64(value: f64) -> Self {
                value as Self
            }

            fn to_f64(self) -> f64 {
                self.into()
            }
        }
    )*};
}

numbers! {
    f32: "float32", F32, Self::NAN;
    f64: "float64", F64, Self::NAN;
    i32: "int32", I32, 0;
}
