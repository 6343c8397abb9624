//! Every compile error, as users see it.
//!
//! `TRYBUILD=overwrite cargo test -p conv-layer-ui` writes the texts anew; read what changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The project that trybuild makes for the cases: what paths of specifications are relative to.
fn project() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("cargo's folder stands in the target folder");
    target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// What cannot be committed, or not without nuisance.
fn generate(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("folder.toml"))?;
    fs::create_dir_all(folder.join("folder.safetensors"))?;
    fs::write(folder.join("large.json"), vec![b' '; (1 << 20) + 1])?;
    fs::write(folder.join("not_text.toml"), b"type = \"Conv2d\" # \xff")?;
    fs::write(folder.join("utf16.toml"), b"\xff\xfet\0y\0p\0e\0")?;
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    fs::write(folder.join("pointer.toml"), pointer)?;
    fs::write(folder.join("pointer.safetensors"), pointer)?;
    let keys = "type = \"Conv1d\"\nin_channels = 1\nout_channels = 2\nkernel_size = 3\n";
    fs::write(folder.join("marked.toml"), format!("\u{FEFF}{keys}"))?;
    let keys = r#"{"type": "Conv1d", "in_channels": 1, "out_channels": 2, "kernel_size": 3}"#;
    fs::write(folder.join("marked.json"), format!("\u{FEFF}{keys}"))?;
    link("nothing.toml", &folder.join("dangling.toml"))?;
    link("../weights/nothing.safetensors", &folder.join("dangling.safetensors"))?;
    // The folder beside the project's.
    link("../../..", &folder.join("outside"))?;
    fs::write(folder.join("../../../stem.toml"), keys)
}

#[cfg(unix)]
fn link(target: &str, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn link(target: &str, link: &Path) -> io::Result<()> {
    if target == "../../.." {
        std::os::windows::fs::symlink_dir(target, link)
    } else {
        std::os::windows::fs::symlink_file(target, link)
    }
}

fn prepare() -> io::Result<()> {
    let specs = project().join("specs");
    if specs.exists() {
        // What was renamed or removed since must not be found.
        fs::remove_dir_all(&specs)?;
    }
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("specs"), &specs)?;
    generate(&specs.join("generated"))
}

#[test]
fn ui() {
    prepare().expect("specifications can be copied into the target folder");
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("cases/*.rs");
}

/// Texts are the same wherever the project is built, and with or without the
/// sources of the standard library.
#[test]
fn texts_name_no_place_of_this_machine() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut texts = 0;
    for entry in fs::read_dir(cases).expect("the cases can be listed") {
        let path = entry.expect("the cases can be listed").path();
        if path.extension().is_some_and(|extension| extension == "stderr") {
            let text = fs::read_to_string(&path).expect("texts are UTF-8");
            for place in [env!("CARGO_MANIFEST_DIR"), "/home/", "/Users/", "/tmp/", "$RUST", "$CARGO", "rustlib"] {
                assert!(!text.contains(place), "{}: {place}", path.display());
            }
            texts += 1;
        }
    }
    assert!(texts > 20, "{texts} texts");
}
