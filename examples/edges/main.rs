//! Finds the edges in a photograph with three layers whose weights are known.
//!
//! ```text
//! cargo run --release --example edges [-- PICTURE.png]
//! ```
//!
//! The picture, `target/edges.png` unless another path is given, shows the photograph, its blurred luma and its edges.

mod layers;
mod picture;
mod stopwatch;
mod tensor;

#[path = "../facts/mod.rs"]
mod facts;

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use conv_layer::Isa;

use facts::Facts;
use layers::{BLUR, Blur, GRAYSCALE, Grayscale, SOBEL, Sobel};
use stopwatch::Time;
use tensor::Tensor;

const USAGE: &str = "usage: edges [PICTURE.png]";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if arguments == ["--help"] || arguments == ["-h"] {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let Some(path) = path(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("edges: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &Path) -> Result<(), Box<dyn Error>> {
    // Nobody writes a size here: the layers' types decide them, and a layer that does not fit the one before it does not
    // compile.
    let photo = picture::photo()?;
    let (mut gray, mut blurred, mut gradient) = (Tensor::zeros(), Tensor::zeros(), Tensor::zeros());

    println!("plan for {}", Isa::best());
    println!("{}", Facts::heading());
    for facts in facts() {
        println!("{facts}");
    }

    let times = [
        Time::measure("Grayscale", Grayscale::MACS, || GRAYSCALE.forward(photo.array(), gray.array_mut())),
        Time::measure("Blur", Blur::MACS, || BLUR.forward(gray.array(), blurred.array_mut())),
        Time::measure("Sobel", Sobel::MACS, || SOBEL.forward(blurred.array(), gradient.array_mut())),
    ];
    println!("\ntime, median of several runs on one core");
    for time in times {
        println!("{time}");
    }

    let panels = [picture::colour(&photo), picture::gray(&blurred), picture::magnitude(&gradient)];
    picture::write(path, &picture::side_by_side(&panels))?;
    println!("\nphotograph, blurred, edges: {}", path.display());
    Ok(())
}

/// Of all layers, in their order.
fn facts() -> [Facts; 3] {
    [Facts::of::<Grayscale>(), Facts::of::<Blur>(), Facts::of::<Sobel>()]
}

/// Where to write the picture: at most one argument, and no option.
fn path(arguments: &[OsString]) -> Option<PathBuf> {
    match arguments {
        [] => Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("target/edges.png")),
        [path] if !path.is_empty() && path.as_encoded_bytes()[0] != b'-' => Some(path.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_one_argument_and_no_option() {
        let path = |arguments: &[&str]| path(&arguments.iter().map(OsString::from).collect::<Vec<_>>());
        assert!(path(&[]).unwrap().ends_with("target/edges.png"));
        assert_eq!(path(&["a.png"]).unwrap(), Path::new("a.png"));
        for wrong in [&["--verbose"][..], &[""], &["a.png", "b.png"]] {
            assert_eq!(path(wrong), None);
        }
    }

    /// On a CPU with AVX-512.
    #[test]
    fn readme_shows_the_plan() {
        let table: Vec<String> = facts().iter().map(|facts| facts.row(Isa::Avx512)).collect();
        let table = format!("\nplan for {}\n{}\n{}\n", Isa::Avx512, Facts::heading(), table.join("\n"));
        assert!(include_str!("../../README.md").contains(&table), "{table}");
    }

    #[test]
    fn the_photograph_has_the_size_of_the_first_layer() {
        let photo = picture::photo().unwrap();
        let mut gray = Tensor::zeros();
        GRAYSCALE.forward(photo.array(), gray.array_mut());
        // The background at the top left is brighter than the uniform at the bottom.
        let [gray] = gray.array();
        assert!(gray[20][20] > gray[580][256]);
    }

    #[test]
    fn an_unwritable_path_is_an_error() {
        // A file is no folder.
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml/edges.png");
        let picture = picture::side_by_side(&[]);
        assert!(picture::write(&path, &picture).unwrap_err().to_string().contains("edges.png"));
    }
}
