//! The layers that run on real instruction sets.

mod generate;

use generate::Ways;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::write(".", Ways::Native)
}
