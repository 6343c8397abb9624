//! The layers that run on real instruction sets.

mod generate;

use generate::On;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::write(".", On::Native)
}
