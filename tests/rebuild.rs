//! A crate is built anew when the specification of one of its layers changes, and only then.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MANIFEST: &str = r#"
[package]
name = "rebuilt-EXTENSION"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
conv-layer = { path = "FACADE" }
"#;

const MAIN: &str = r#"
conv_layer::conv_layer! {
    struct Rebuilt = "specs/EXTENSION.EXTENSION";
}

fn main() {
    println!("{:?}", Rebuilt::OUTPUT_SHAPE);
}
"#;

/// A crate outside of the workspace, with a layer from a file.
struct User {
    folder: PathBuf,
    spec: PathBuf,
}

impl User {
    fn new(extension: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild").join(extension);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
        }
        fs::create_dir_all(folder.join("src")).expect("folders can be made");
        fs::create_dir_all(folder.join("specs")).expect("folders can be made");
        let facade = Path::new(env!("CARGO_MANIFEST_DIR"));
        // Forward slashes are right on every system, and backslashes would be escapes.
        let path = facade.display().to_string().replace('\\', "/");
        fs::write(folder.join("Cargo.toml"), MANIFEST.replace("FACADE", &path).replace("EXTENSION", extension))
            .expect("files can be written");
        fs::write(folder.join("src/main.rs"), MAIN.replace("EXTENSION", extension)).expect("files can be written");
        // The same versions as here: they have been downloaded.
        let lock = facade.join("Cargo.lock");
        if lock.exists() {
            fs::copy(lock, folder.join("Cargo.lock")).expect("files can be copied");
        }
        let spec = folder.join(format!("specs/{extension}.{extension}"));
        Self { folder, spec }
    }

    fn write(&self, spec: &str) {
        fs::write(&self.spec, spec).expect("files can be written");
    }

    fn cargo(&self, command: &str) -> Output {
        let output = Command::new(env!("CARGO"))
            .args([command, "--offline", "--color=never"])
            .current_dir(&self.folder)
            // Kept between runs, and common to both users: the dependencies are built once.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild/target"))
            .output();
        output.expect("cargo can be run")
    }

    /// What the crate prints; whether it was compiled for that.
    fn run(&self) -> (String, bool) {
        let output = self.cargo("run");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        (String::from_utf8_lossy(&output.stdout).trim().to_owned(), errors.contains("Compiling rebuilt"))
    }

    /// The errors of a build that fails.
    fn fail(&self, command: &str) -> String {
        let output = self.cargo(command);
        assert!(!output.status.success(), "{} was accepted", self.spec.display());
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

/// A .safetensors file with a weight (1, 1, 1) in single precision.
fn weights(weight: f32) -> Vec<u8> {
    let header = br#"{"weight":{"dtype":"F32","shape":[1,1,1],"data_offsets":[0,4]}}"#;
    [&(header.len() as u64).to_le_bytes()[..], header, &weight.to_le_bytes()].concat()
}

/// The weights are followed like the specification, which does not change.
#[test]
fn safetensors() {
    let user = User::new("weights");
    fs::write(
        user.folder.join("src/main.rs"),
        r#"
conv_layer::conv_layer! {
    struct Rebuilt = nn.Conv1d(1, 1, 1, bias=False, input_shape=(1, 1), weights="model.safetensors");
}

fn main() {
    let mut output = [[0.0]];
    Rebuilt::pretrained().forward(&[[2.0]], &mut output);
    println!("{output:?}");
}
"#,
    )
    .expect("files can be written");
    let file = user.folder.join("model.safetensors");
    let write = |content: &[u8]| fs::write(&file, content).expect("files can be written");
    write(&weights(1.5));
    assert_eq!(user.run(), ("[[3.0]]".into(), true));
    assert_eq!(user.run(), ("[[3.0]]".into(), false), "nothing has changed");
    write(&weights(-4.0));
    assert_eq!(user.run(), ("[[-8.0]]".into(), true), "the weights have changed");
    write(&weights(1.0)[..70]);
    let errors = user.fail("build");
    assert!(errors.contains("is not in the safetensors format"), "{errors}");
    write(&weights(0.5));
    assert_eq!(user.run(), ("[[1.0]]".into(), true), "the weights are mended");
    fs::remove_file(&file).expect("files can be removed");
    assert!(user.fail("build").contains("model.safetensors"));
    write(&weights(f32::NAN));
    assert_eq!(user.run(), ("[[NaN]]".into(), true), "the weights are back");
}

/// The whole life of a specification; `layer` writes one with a padding.
fn follow(extension: &str, layer: impl Fn(&str) -> String) {
    let user = User::new(extension);
    user.write(&layer("0"));
    assert_eq!(user.run(), ("[32, 14, 14]".into(), true));
    assert_eq!(user.run(), ("[32, 14, 14]".into(), false), "nothing has changed");
    user.write(&layer("1"));
    assert_eq!(user.run(), ("[32, 16, 16]".into(), true), "the file has changed");
    user.write(&layer("-1"));
    let place = format!("specs/{extension}.{extension}: `padding` must be at least 0");
    for command in ["check", "build", "check"] {
        let errors = user.fail(command);
        assert!(errors.contains(&place), "{errors}");
        assert_eq!(errors.matches("error: ").count(), 2, "the mistake and cargo's summary alone: {errors}");
    }
    user.write(&layer("2"));
    assert_eq!(user.run(), ("[32, 18, 18]".into(), true), "the mistake is mended");
    fs::remove_file(&user.spec).expect("files can be removed");
    let errors = user.fail("build");
    assert!(errors.contains(&format!("specs/{extension}.{extension}: ")), "{errors}");
    user.write(&layer("0"));
    assert_eq!(user.run(), ("[32, 14, 14]".into(), true), "the file is back");
    assert_eq!(user.run(), ("[32, 14, 14]".into(), false), "nothing has changed");
}

#[test]
fn toml() {
    follow("toml", |padding| {
        format!(
            "type = \"Conv2d\"\nin_channels = 16\nout_channels = 32\nkernel_size = 3\npadding = {padding}\n\
             input_shape = [16, 16, 16]\n"
        )
    });
}

#[test]
fn json() {
    follow("json", |padding| {
        format!(
            "{{\"type\": \"Conv2d\", \"in_channels\": 16, \"out_channels\": 32, \"kernel_size\": 3, \
             \"padding\": {padding}, \"input_shape\": [16, 16, 16]}}"
        )
    });
}
