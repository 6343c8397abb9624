//! Tensors of a safetensors file, checked against what a layer takes.

#![forbid(unsafe_code)]

use std::fmt;

use safetensors::{Dtype, SafeTensors};

/// Why a tensor cannot be a layer's.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TensorError {
    /// The file has none of that name.
    Missing {
        /// The name.
        name: String,
        /// Those that the file has.
        names: Vec<String>,
    },
    /// It has numbers of another type.
    Type {
        /// The tensor's name.
        name: String,
        /// The type.
        found: Dtype,
    },
    /// It has another shape.
    Shape {
        /// The tensor's name.
        name: String,
        /// What the layer takes.
        expected: Vec<usize>,
        /// What the file has.
        found: Vec<usize>,
    },
}

impl fmt::Display for TensorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { name, names } => write!(f, "no tensor `{name}`; there are {}", names.join(", ")),
            Self::Type { name, found } => write!(f, "`{name}` is {found}, the layer takes F32"),
            Self::Shape { name, expected, found } => {
                write!(f, "`{name}` has the shape {found:?}, the layer takes {expected:?}")
            }
        }
    }
}

impl std::error::Error for TensorError {}

/// The numbers of a tensor, in PyTorch's order, which is that of the layers.
///
/// # Errors
///
/// A [`TensorError`] unless there is a tensor of that name with that shape and numbers of single
/// precision.
pub fn tensor(model: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>, TensorError> {
    let Ok(tensor) = model.tensor(name) else {
        let mut names: Vec<String> = model.names().into_iter().map(ToString::to_string).collect();
        names.sort();
        return Err(TensorError::Missing { name: name.into(), names });
    };
    if tensor.dtype() != Dtype::F32 {
        return Err(TensorError::Type { name: name.into(), found: tensor.dtype() });
    }
    if tensor.shape() != shape {
        return Err(TensorError::Shape { name: name.into(), expected: shape.into(), found: tensor.shape().into() });
    }
    // Bytes of a file have any address: they are copied.
    Ok(tensor.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::tensor::TensorView;

    fn file(tensors: &[(&str, Dtype, &[usize], &[u8])]) -> Vec<u8> {
        let views = tensors.iter().map(|(name, dtype, shape, data)| {
            (*name, TensorView::new(*dtype, shape.to_vec(), data).expect("as many bytes as the shape says"))
        });
        safetensors::serialize(views, None).unwrap()
    }

    #[test]
    fn a_tensor_has_its_numbers() {
        let data: Vec<u8> = [1.5f32, -2.0].iter().flat_map(|number| number.to_le_bytes()).collect();
        let file = file(&[("conv.weight", Dtype::F32, &[2, 1, 1], &data)]);
        let model = SafeTensors::deserialize(&file).unwrap();
        assert_eq!(tensor(&model, "conv.weight", &[2, 1, 1]).unwrap(), [1.5, -2.0]);
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let file = file(&[("conv.bias", Dtype::F16, &[2], &[0; 4]), ("conv.weight", Dtype::F32, &[2, 1, 1], &[0; 8])]);
        let model = SafeTensors::deserialize(&file).unwrap();
        let error = |name: &str, shape: &[usize]| tensor(&model, name, shape).unwrap_err().to_string();
        assert_eq!(error("conv.wieght", &[2]), "no tensor `conv.wieght`; there are conv.bias, conv.weight");
        assert_eq!(error("conv.bias", &[2]), "`conv.bias` is F16, the layer takes F32");
        // As many elements, in another order.
        assert_eq!(
            error("conv.weight", &[1, 2, 1]),
            "`conv.weight` has the shape [2, 1, 1], the layer takes [1, 2, 1]"
        );
    }
}
