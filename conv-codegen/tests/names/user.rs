//! A crate of a user, made from a text and checked by cargo.

#[path = "../../../tests/user/lock.rs"]
mod lock;

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// How the crate begins: no warning is allowed, but about the style of names, which are the user's.
pub(crate) const STRICT: &str = "#![forbid(unsafe_code)]\n#![deny(warnings)]\n#![allow(nonstandard_style)]\n";

const MANIFEST: &str = r#"
[package]
name = "NAME"
version = "0.0.0"
edition = "2024"

[dependencies]
conv-layer = { path = "FACADE" }
"#;

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"[0-9]*\"]\n";

/// A .safetensors file with a weight (1, 1, 1) in single precision.
fn weights() -> Vec<u8> {
    let header = br#"{"weight":{"dtype":"F32","shape":[1,1,1],"data_offsets":[0,4]}}"#;
    [&(header.len() as u64).to_le_bytes()[..], header, &1.0_f32.to_le_bytes()].concat()
}

/// What rustc says of libraries with these texts, which it checks side by side.
fn errors_of(name: &str, texts: &[String]) -> Result<(), String> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("users").join(name);
    let facade = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    // Forward slashes are right on every system, and backslashes would be escapes.
    let path = facade.display().to_string().replace('\\', "/");
    let write = |path: &str, text: &[u8]| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    };
    write("Cargo.toml", WORKSPACE.as_bytes());
    for (number, text) in texts.iter().enumerate() {
        let package = format!("{name}-{number}");
        let manifest = MANIFEST.replace("FACADE", &path).replace("NAME", &package);
        write(&format!("{number}/Cargo.toml"), manifest.as_bytes());
        write(&format!("{number}/src/lib.rs"), text.as_bytes());
        write(&format!("{number}/trained.safetensors"), &weights());
    }
    lock::copy(facade, &folder);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--offline", "--color=never"])
        .current_dir(&folder)
        // Kept between runs, and common to all users: the dependencies are built once.
        .env("CARGO_TARGET_DIR", temporary.join("rebuild/target"))
        .output()
        .expect("cargo can be run");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// A library that must have neither errors nor warnings.
pub(crate) fn check(name: &str, text: &str) {
    check_all(name, &[text.to_owned()]);
}

/// Libraries that must have neither errors nor warnings.
pub(crate) fn check_all(name: &str, texts: &[String]) {
    if let Err(errors) = errors_of(name, texts) {
        panic!("{errors}");
    }
}
