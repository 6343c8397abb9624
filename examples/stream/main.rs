//! Sends sound through causal layers block by block, as it would come from a microphone.
//!
//! ```text
//! cargo run --example stream [-- IN.wav OUT.wav]
//! ```
//!
//! Without arguments a tone with noise is written to `target/tone.wav` first, and what becomes of
//! it to `target/stream.wav`. Files have one channel of 16 bits. However long the blocks are, the
//! result is the same, to the bit, as that of the whole sound at once.

mod causal;
mod layers;
mod wav;

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use conv_layer::Rng;

use layers::Filter;
use wav::Sound;

const USAGE: &str = "usage: stream [IN.wav OUT.wav]";

/// Frames of a block: 16 ms of what is generated here.
const BLOCK: usize = 256;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => example(),
        ["--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        [input, output] if !input.starts_with('-') => convert(Path::new(input), Path::new(output)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stream: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes a sound, and converts it.
fn example() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target");
    let (input, output) = (folder.join("tone.wav"), folder.join("stream.wav"));
    std::fs::create_dir_all(folder)?;
    wav::write(&input, &tone())?;
    convert(&input, &output)
}

/// From file to file.
fn convert(input: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    let mut sound = wav::read(input)?;
    sound.samples = stream(&sound.samples, BLOCK)?;
    wav::write(output, &sound)?;
    let blocks = sound.samples.len().div_ceil(BLOCK);
    println!("{} to {}: {blocks} blocks of {BLOCK} frames", input.display(), output.display());
    Ok(())
}

/// Sends all samples through a new filter, block by block.
fn stream(samples: &[f32], block: usize) -> Result<Vec<f32>, conv_layer::Error> {
    let mut filter = Filter::new()?;
    let mut output = vec![0.0; samples.len()];
    for (input, output) in samples.chunks(block).zip(output.chunks_mut(block)) {
        filter.push(input, output)?;
    }
    Ok(output)
}

/// Half a second of a tone, interrupted, with noise.
fn tone() -> Sound {
    let mut rng = Rng::seeded(440);
    let samples = (0..8000u16).map(|i| {
        let phase = f32::from(i) * 440.0 / 16_000.0;
        let loudness = if i / 1000 % 2 == 0 { 0.4 } else { 0.0 };
        loudness * (std::f32::consts::TAU * phase).sin() + rng.uniform_f32(0.1)
    });
    Sound { rate: 16_000, samples: samples.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use layers::whole;

    #[test]
    fn blocks_of_any_length_give_what_the_whole_gives() {
        let samples = &tone().samples[..3000];
        let bits = |samples: Vec<f32>| samples.into_iter().map(f32::to_bits).collect::<Vec<_>>();
        let expected = bits(whole(samples).unwrap());
        assert_eq!(expected.len(), samples.len());
        for block in [1, 7, 64, BLOCK, 2999, 3000] {
            assert!(bits(stream(samples, block).unwrap()) == expected, "blocks of {block} frames");
        }
    }

    #[test]
    fn a_tone_is_left_and_noise_is_not() {
        let energy = |samples: &[f32]| samples.iter().map(|sample| sample * sample).sum::<f32>();
        let noisy = tone().samples;
        let clean = stream(&noisy, BLOCK).unwrap();
        // The second thousand has noise alone, of which a quarter is low, before an echo arrives;
        // behind the filter's own 64 frames.
        assert!(energy(&clean[1100..2000]) < 0.35 * energy(&noisy[1100..2000]));
        assert!(energy(&clean[100..1000]) > 0.8 * energy(&noisy[100..1000]));
        // The third has the tone, and the echo of the first.
        assert!(energy(&clean[2100..3000]) > 1.2 * energy(&clean[100..1000]));
    }
}
