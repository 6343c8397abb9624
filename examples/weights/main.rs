//! Reads the weights of two layers from a safetensors file when the program runs.
//!
//! ```text
//! cargo run --example weights [-- MODEL.safetensors]
//! ```
//!
//! Without an argument the file is that of `examples/firmware`, whose names and shapes are those of
//! the layers here. A file that is known while compiling need not be read at run time: the key
//! `weights` of a specification makes it part of the program.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use conv_layer::{Boxed, Input, conv_layer};
use conv_layer_weights::tensor;
use safetensors::SafeTensors;

conv_layer! {
    struct Depthwise = nn.Conv2d(64, 64, 3, padding=1, groups=64, input_shape=(64, 25, 5));
    struct Pointwise = nn.Conv2d(64, 64, 1, input_shape=(64, 25, 5));
}

const USAGE: &str = "usage: weights [MODEL.safetensors]";
const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../firmware/network/weights/ds_cnn.safetensors");

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let path = match arguments[..] {
        [] => MODEL,
        ["--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [path] if !path.starts_with('-') => path,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(Path::new(path)) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("weights: {path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &Path) -> Result<String, Box<dyn Error>> {
    let (depthwise, pointwise) = layers(&fs::read(path)?)?;
    let mut input = conv_layer::zeroed::<Map>();
    input.as_flattened_mut().as_flattened_mut().fill(1.0);
    let (mut between, mut output) = (conv_layer::zeroed::<Map>(), conv_layer::zeroed::<Map>());
    depthwise.forward(&input, &mut between);
    // The activation between them.
    for value in between.as_flattened_mut().as_flattened_mut() {
        *value = value.max(0.0);
    }
    pointwise.forward(&between, &mut output);
    let output = output.as_flattened().as_flattened();
    let [least, most] = [f32::min, f32::max].map(|of| output.iter().copied().reduce(of).unwrap_or_default());
    Ok(format!("{} outputs between {least:.3} and {most:.3}", output.len()))
}

/// Both layers on the heap, from the tensors that `state_dict()` has for them.
fn layers(file: &[u8]) -> Result<(Boxed<Depthwise>, Boxed<Pointwise>), Box<dyn Error>> {
    let model = SafeTensors::deserialize(file)?;
    let weight = tensor(&model, "depthwise_1.weight", &Depthwise::WEIGHT_SHAPE)?;
    let bias = tensor(&model, "depthwise_1.bias", &[64])?;
    let depthwise = Depthwise::boxed_from_slices(&weight, &bias)?;
    let weight = tensor(&model, "pointwise_1.weight", &Pointwise::WEIGHT_SHAPE)?;
    let bias = tensor(&model, "pointwise_1.bias", &[64])?;
    let pointwise = Pointwise::boxed_from_slices(&weight, &bias)?;
    Ok((depthwise, pointwise))
}

/// What both layers take and give.
type Map = Input<Depthwise>;

#[cfg(test)]
mod tests {
    use super::*;
    use safetensors::Dtype;
    use safetensors::tensor::TensorView;

    fn view<'data>(shape: &[usize], data: &'data [u8]) -> TensorView<'data> {
        TensorView::new(Dtype::F32, shape.to_vec(), data).unwrap()
    }

    /// All weights are one half, all biases 3, in a file with the tensors of the layers.
    fn file() -> Vec<u8> {
        let numbers = |count: usize, number: f32| [number.to_le_bytes()].into_iter().cycle().take(count).flatten();
        let data: Vec<u8> = numbers(64 * 64, 0.5).collect();
        let bias: Vec<u8> = numbers(64, 3.0).collect();
        let views = [
            ("depthwise_1.weight", view(&[64, 1, 3, 3], &data[..64 * 9 * 4])),
            ("depthwise_1.bias", view(&[64], &bias)),
            ("pointwise_1.weight", view(&[64, 64, 1, 1], &data)),
            ("pointwise_1.bias", view(&[64], &bias)),
        ];
        safetensors::serialize(views, None).unwrap()
    }

    #[test]
    fn layers_compute_with_what_the_file_has() {
        let (depthwise, pointwise) = layers(&file()).unwrap();
        let (mut map, mut output) = (conv_layer::zeroed::<Map>(), conv_layer::zeroed::<Map>());
        map.as_flattened_mut().as_flattened_mut().fill(1.0);
        depthwise.forward(&map, &mut output);
        assert_eq!((output[7][0][0].to_bits(), output[7][2][2].to_bits()), (5.0f32.to_bits(), 7.5f32.to_bits()));
        pointwise.forward(&map, &mut output);
        assert!(output.as_flattened().as_flattened().iter().all(|value| value.to_bits() == 35.0f32.to_bits()));
    }

    #[test]
    fn the_model_of_the_firmware_fits() {
        assert!(run(Path::new(MODEL)).unwrap().starts_with("8000 outputs between "));
    }

    #[test]
    fn other_files_are_errors() {
        let mut file = file();
        assert!(layers(&file[..100]).is_err());
        let name = file.windows(18).position(|bytes| bytes == b"pointwise_1.weight").unwrap();
        file[name] = b'q';
        let error = layers(&file).err().unwrap().to_string();
        assert!(error.starts_with("no tensor `pointwise_1.weight`; there are "), "{error}");
    }
}
