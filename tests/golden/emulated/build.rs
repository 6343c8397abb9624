//! The layers that run on emulated vectors.

#[path = "../build/generate.rs"]
mod generate;

use generate::Suite;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::write("..", Suite::Emulated)
}
