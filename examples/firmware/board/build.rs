//! Puts the linker script of the target's board where the linker looks.

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // On Arm, cortex-m-rt has `link.x`, which includes `memory.x`.
    let target = env::var("TARGET")?;
    let (board, script) = match target.as_str() {
        "thumbv7em-none-eabihf" => ("mps2-an386", "memory.x"),
        "thumbv8m.main-none-eabihf" => ("mps2-an505", "memory.x"),
        "riscv32imac-unknown-none-elf" => ("riscv-virt", "link.x"),
        _ => return Err(format!("no board for {target}").into()),
    };
    let folder = env::var("OUT_DIR")?;
    fs::copy(Path::new("memory").join(format!("{board}.x")), Path::new(&folder).join(script))?;
    println!("cargo::rustc-cfg=board=\"{board}\"");
    println!("cargo::rustc-check-cfg=cfg(board, values(any()))");
    println!("cargo::rustc-link-search={folder}");
    println!("cargo::rerun-if-changed=memory");
    Ok(())
}
