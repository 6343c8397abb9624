//! A reader who does in an empty folder what a text says.

#[path = "../user/lock.rs"]
mod lock;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

#[cfg(unix)]
use std::os::unix::fs::symlink as link;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as link;

/// As the text calls the checkout beside the new crate.
const BESIDE: &str = "conv-layer";

/// A folder that has a link to the checkout at first, then a crate as well.
pub(crate) struct User {
    folder: PathBuf,
    /// Where the crate is that `cargo new` has made.
    krate: Option<PathBuf>,
}

impl User {
    pub(crate) fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
        if folder.exists() {
            // Links in it are removed, and not followed.
            fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
        }
        fs::create_dir_all(&folder).expect("folders can be made");
        // Otherwise `cargo new` would add the crate to the workspace around.
        let workspace = format!("[workspace]\nresolver = \"3\"\nexclude = [\"{BESIDE}\"]\n");
        fs::write(folder.join("Cargo.toml"), workspace).expect("files can be written");
        link(checkout(), folder.join(BESIDE)).expect("links can be made");
        Self { folder, krate: None }
    }

    /// Commands one after the other, `cargo new` among them.
    pub(crate) fn begin(&mut self, commands: &str) {
        // The cargo that runs this test comes first.
        let ours = Path::new(env!("CARGO")).parent().map(Path::to_owned);
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(ours.into_iter().chain(env::split_paths(&path))).expect("folders of programs");
        let mut shell = Command::new("sh");
        shell.arg("-ec").arg(commands).current_dir(&self.folder).env("PATH", path);
        succeed(&mut shell);
        let name = commands.split("cargo new ").nth(1).and_then(|rest| rest.split_whitespace().next());
        self.krate = Some(self.folder.join(name.expect("`cargo new` has a name")));
        // A crate by itself, as a reader has it.
        fs::remove_file(self.folder.join("Cargo.toml")).expect("files can be removed");
        self.write("Cargo.toml", "[workspace]\n");
        lock::copy(checkout(), self.krate());
    }

    /// The crate.
    pub(crate) fn krate(&self) -> &Path {
        self.krate.as_deref().expect("a block with `cargo new` comes first")
    }

    /// Writes a file; what belongs into the manifest is added to it.
    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.krate().join(file);
        let text =
            if file == "Cargo.toml" { fs::read_to_string(&path).unwrap() + "\n" + text } else { text.to_owned() };
        fs::write(&path, text).unwrap_or_else(|error| panic!("{file}: {error}; the text makes no folder for it"));
    }

    /// Lets cargo do something in the crate.
    pub(crate) fn cargo(&self, command: &str) -> Output {
        let mut cargo = cargo(command);
        // That of `tests/rebuild.rs`: what comes from a registry is built once for both.
        cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild/target"));
        cargo.current_dir(self.krate()).output().expect("cargo can be run")
    }
}

/// The repository, which readers have.
pub(crate) fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A command line that begins with `cargo`, or what follows it.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments.split_whitespace()).env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never");
    cargo
}

/// What a command prints that does not fail.
pub(crate) fn succeed(command: &mut Command) -> String {
    command.env("CARGO_NET_OFFLINE", "true").env("CARGO_CARGO_NEW_VCS", "none");
    let output = command.output().expect("commands can be run");
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
