//! The layers that run on real instruction sets.

mod generate;

use generate::Suite;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::write(".", Suite::Native)
}
