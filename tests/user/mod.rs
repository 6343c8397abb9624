//! Crates of users, outside of the workspace, that are built as users build them.

mod lock;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MANIFEST: &str = r#"
[package]
name = "NAME"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
conv-layer = { path = "FACADE" }
"#;

/// A crate with a program.
pub(crate) struct User {
    /// Of its manifest.
    pub(crate) folder: PathBuf,
    package: String,
    environment: Vec<(&'static str, PathBuf)>,
}

impl User {
    /// A new crate in the folder `name`. The package is named after all of it: tests run at the
    /// same time, and packages of one name would overwrite each other's programs.
    pub(crate) fn new(name: &str, main: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
        }
        let package = format!("rebuilt-{}", name.replace('/', "-"));
        let user = Self { folder, package, environment: Vec::new() };
        let facade = Path::new(env!("CARGO_MANIFEST_DIR"));
        // Forward slashes are right on every system, and backslashes would be escapes.
        let path = facade.display().to_string().replace('\\', "/");
        user.write("Cargo.toml", MANIFEST.replace("FACADE", &path).replace("NAME", &user.package));
        user.write("src/main.rs", main);
        lock::copy(facade, &user.folder);
        user
    }

    /// Sets a variable for cargo and what it runs.
    #[allow(dead_code, reason = "not by every test that has users")]
    pub(crate) fn set(&mut self, variable: &'static str, value: PathBuf) {
        self.environment.push((variable, value));
    }

    /// Writes a file in the crate, or beside it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("files have folders")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
    }

    /// Kept between runs, and common to all users: the dependencies are built once.
    fn target() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild/target")
    }

    fn cargo(&self, command: &str, arguments: &[&str]) -> Output {
        let output = Command::new(env!("CARGO"))
            .args([command, "--offline", "--color=never"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Self::target())
            .envs(self.environment.iter().map(|(variable, value)| (variable, value)))
            .output();
        output.expect("cargo can be run")
    }

    /// What the crate prints; whether it was compiled for that.
    #[allow(dead_code, reason = "not by every test that has users")]
    pub(crate) fn run(&self) -> (String, bool) {
        let output = self.cargo("run", &[]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        (String::from_utf8_lossy(&output.stdout).trim().to_owned(), errors.contains("Compiling rebuilt"))
    }

    /// The program as it is released, without symbols.
    #[allow(dead_code, reason = "not by every test that has users")]
    pub(crate) fn release(&self) -> PathBuf {
        let output = self.cargo("build", &["--release", "--config=profile.release.strip=true"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self::target().join("release").join(&self.package)
    }

    /// The errors of a build that fails.
    #[allow(dead_code, reason = "not by every test that has users")]
    pub(crate) fn fail(&self, command: &str) -> String {
        let output = self.cargo(command, &[]);
        assert!(!output.status.success(), "{} was accepted", self.folder.display());
        String::from_utf8_lossy(&output.stderr).into_owned()
    }
}

/// A .safetensors file with a weight (1, 1, 1) in single precision.
#[allow(dead_code, reason = "not by every test that has users")]
pub(crate) fn weights(weight: f32) -> Vec<u8> {
    let header = br#"{"weight":{"dtype":"F32","shape":[1,1,1],"data_offsets":[0,4]}}"#;
    [&(header.len() as u64).to_le_bytes()[..], header, &weight.to_le_bytes()].concat()
}
