//! Whose crate has a layer's machine code, and what an edit compiles again.
//!
//! rustc's incremental builds keep an object file for each module. A kernel is by far the largest
//! part of a small crate, so that its objects can be told by their size, and whether one was
//! compiled again by its inode: an object that is kept is a link to the same file.
#![cfg(unix)]

#[path = "user/lock.rs"]
mod lock;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A workspace outside of this one: layers in a crate of their own, an application above them, and
/// a crate that has layers and `main` in one file.
struct Workspace {
    folder: PathBuf,
}

/// The crates of the second test are optimised as in a release build; dependencies are those of
/// other tests, built once.
const WORKSPACE: &str = r#"
[workspace]
members = ["layers", "application", "both", "optimised"]
resolver = "3"

[profile.dev.package]
layers = { opt-level = 3, debug = false }
optimised = { opt-level = 3, debug = false }
application = { opt-level = 3, debug = false }
"#;

/// What a module was compiled to.
struct Object {
    path: PathBuf,
    size: u64,
    inode: u64,
}

impl Object {
    /// Whether it defines or calls something of this name.
    fn names(&self, name: &str) -> bool {
        let bytes = fs::read(&self.path).expect("objects can be read");
        bytes.windows(name.len()).any(|window| window == name.as_bytes())
    }
}

/// An object is a kernel's if it has this many bytes: unoptimised, with line numbers, and
/// optimised, without.
const KERNEL: u64 = 400_000;
const OPTIMISED: u64 = 12_000;

const LAYERS: &str = r#"
conv_layer::conv_layer! {
    pub struct First = "specs/first.toml";
    pub struct Second = nn.Conv2d(16, 8, 3, padding=1, input_shape=(16, 8, 8));
}
"#;

const MAIN: &str = r#"
fn main() {
    let mut output = [[[0.0; 8]; 8]; 16];
    First::ZERO.forward(&[[[1.0; 8]; 8]; 8], &mut output);
    let mut last = [[[0.0; 8]; 8]; 8];
    Second::ZERO.forward(&output, &mut last);
    Second::ZERO.forward_batch(&[output], &mut [last]).unwrap();
    let (output, last) = (output.as_flattened().as_flattened(), last.as_flattened_mut().as_flattened_mut());
    Second::ZERO.forward_slice(output, last).unwrap();
    Second::ZERO.on(conv_layer::Isa::Scalar).forward_slice(output, last).unwrap();
    println!("{last:?}");
}
"#;

impl Workspace {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("units").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
        }
        let workspace = Self { folder };
        workspace.write("Cargo.toml", WORKSPACE);
        let facade = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (krate, above) in
            [("layers", ""), ("application", "layers = { path = \"../layers\" }\n"), ("both", ""), ("optimised", "")]
        {
            let manifest = format!(
                "[package]\nname = \"{krate}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{above}conv-layer = {{ \
                 path = '{}' }}\n",
                facade.display()
            );
            workspace.write(&format!("{krate}/Cargo.toml"), &manifest);
        }
        workspace.write("layers/src/lib.rs", LAYERS);
        workspace.write("application/src/main.rs", &format!("use layers::{{First, Second}};\n{MAIN}"));
        for krate in ["both", "optimised"] {
            workspace.write(&format!("{krate}/src/main.rs"), &format!("{LAYERS}{MAIN}"));
        }
        for krate in ["layers", "both", "optimised"] {
            workspace.specify(krate, 1);
        }
        lock::copy(facade, &workspace.folder);
        workspace
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().expect("files are in folders")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    /// Writes the specification of the first layer.
    fn specify(&self, krate: &str, padding: u32) {
        let kernel = 2 * padding + 1;
        let text = format!(
            "type = \"Conv2d\"\nin_channels = 8\nout_channels = 16\nkernel_size = {kernel}\npadding = {padding}\n\
             input_shape = [8, 8, 8]\n"
        );
        self.write(&format!("{krate}/specs/first.toml"), &text);
    }

    fn target() -> PathBuf {
        // Dependencies are built once for all such users.
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild/target")
    }

    /// Builds a crate; its objects by their names.
    fn build(&self, krate: &str) -> BTreeMap<String, Object> {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--color=never", "-p", krate])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Self::target())
            .env("CARGO_INCREMENTAL", "1")
            .output()
            .expect("cargo can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self::objects(krate)
    }

    /// The objects of the newest build, which are in `incremental/<crate>-…/s-…/`.
    fn objects(krate: &str) -> BTreeMap<String, Object> {
        let list = |folder: &Path| {
            fs::read_dir(folder)
                .expect("folders can be listed")
                .map(|entry| entry.expect("and read").path())
                .collect::<Vec<_>>()
        };
        let begins =
            |path: &Path, with: &str| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(with));
        // Folders of other versions of the dependencies may be there.
        let folders = list(&Self::target().join("debug/incremental"));
        let ours = folders.iter().filter(|folder| begins(folder, &format!("{krate}-")));
        let sessions: Vec<PathBuf> = ours.flat_map(|folder| list(folder)).filter(|path| path.is_dir()).collect();
        let session = sessions
            .iter()
            .max_by_key(|path| fs::metadata(path).and_then(|data| data.modified()).expect("folders have a time"))
            .expect("a session of the compiler");
        list(session)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "o"))
            .map(|path| {
                let data = fs::metadata(&path).expect("objects can be looked at");
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (name, Object { path, size: data.len(), inode: data.ino() })
            })
            .collect()
    }
}

/// The inodes of the objects of so many bytes that have a function for an instruction set.
fn kernels(objects: &BTreeMap<String, Object>, bytes: u64) -> BTreeSet<u64> {
    let large = objects.values().filter(|object| object.size >= bytes && object.names("enter_"));
    large.map(|object| object.inode).collect()
}

/// Beside its layers, too, an edit of `main` compiles none of them again, though all lines move;
/// and one specification compiles its own layer alone.
#[test]
fn each_layer_is_a_unit() {
    let workspace = Workspace::new("both");
    let before = kernels(&workspace.build("both"), KERNEL);
    assert_eq!(before.len(), 2, "an object for each layer");
    let optimised = kernels(&workspace.build("optimised"), OPTIMISED);
    assert_eq!(optimised.len(), 2, "an object for each layer");

    let edited = format!("// Lines move.\n\n{LAYERS}{}", MAIN.replace("println", "print"));
    for krate in ["both", "optimised"] {
        workspace.write(&format!("{krate}/src/main.rs"), &edited);
    }
    assert_eq!(kernels(&workspace.build("both"), KERNEL), before, "a layer was compiled again for an edit of main");
    assert_eq!(kernels(&workspace.build("optimised"), OPTIMISED), optimised, "optimised, a layer was compiled again");

    workspace.specify("both", 2);
    let after = kernels(&workspace.build("both"), KERNEL);
    assert_eq!(after.len(), 2, "an object for each layer");
    assert_eq!(after.intersection(&before).count(), 1, "the layer whose specification did not change");
}

/// Optimised, an application above a crate of layers has none of their kernels.
#[test]
fn an_application_has_no_kernels() {
    let workspace = Workspace::new("above");
    let objects = workspace.build("application");
    let layers = Workspace::objects("layers");
    // The functions that have a kernel of an instruction set in them: none is called from above.
    let entries = |objects: &BTreeMap<String, Object>| objects.values().any(|object| object.names("enter_scalar"));
    assert!(entries(&layers), "the kernels are somewhere");
    assert!(!entries(&objects), "a kernel in the application");

    // The build has debug assertions, but not in the kernels: of the standard library's checks,
    // loads and stores would be calls, and functions of the run time would be those that nobody has
    // optimised. Its overflow checks are there, and show that names can be found.
    assert!(layers.values().any(|object| object.names("panic_const")), "a build with overflow checks");
    for object in layers.values().filter(|object| object.names("enter_scalar")) {
        for checked in ["_mm512_loadu", "_mm256_loadu", "_mm_loadu", "panic_nounwind", "precondition", "Places6column"]
        {
            assert!(!object.names(checked), "{checked} in {}", object.path.display());
        }
    }
}
