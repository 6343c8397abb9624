//! The layers that run on emulated vectors.

#[path = "../build/generate.rs"]
mod generate;

use generate::On;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::write("..", On::Emulated)
}
