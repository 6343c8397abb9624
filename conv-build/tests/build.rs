//! The pipeline without a compiler: a crate's files go in, layers and messages come out.

#![expect(clippy::needless_raw_string_hashes, reason = "as expect-test writes strings")]

use std::fs;
use std::path::{Path, PathBuf};

use conv_build::{Base, Built, Folders, Message, Place, Source, Specified, build};
use expect_test::{Expect, expect};

/// A user's crate.
struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// An empty one with a folder of its own; `name` is unique among the tests.
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).join("member");
        let _ = fs::remove_dir_all(folder.parent().unwrap());
        fs::create_dir_all(&folder).unwrap();
        let user = Self { folder };
        user.write("Cargo.toml", "[package]\nname = \"user\"\n")
    }

    fn write(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn folders(&self) -> Folders {
        Folders { manifest: Some(self.folder.clone()), out: Some(self.folder.join("target/out")) }
    }

    fn file(&self, path: &str) -> Built {
        build(&Source::File(&Place::in_manifest(path)), &self.folders())
    }

    fn inline(&self, text: &str) -> Built {
        build(&Source::Inline { text, layer: "stem" }, &self.folders())
    }
}

/// All that is said, and which files it depends on.
fn check(built: &Built, expected: &Expect) {
    let lines = |messages: &[Message], head: &str| -> Vec<String> {
        messages.iter().map(|message| format!("{head}{}", said(message))).collect()
    };
    let mut all = match &built.result {
        Ok(Specified::Layer { layer, trained, .. }) => {
            let weights = trained.as_ref().map_or(String::new(), |packed| format!(", {} bytes", packed.bytes().len()));
            vec![format!("{}{weights}", layer.type_name())]
        }
        Ok(Specified::Windows(windows)) => vec![format!("{:?}", windows.op())],
        Err(mistakes) => lines(mistakes, ""),
    };
    all.extend(lines(&built.warnings, "warning: "));
    all.extend(built.watched.iter().map(|place| format!("watched: {}", place.name())));
    expected.assert_eq(&format!("{}\n", all.join("\n")));
}

fn said(message: &Message) -> String {
    let place = message.span.as_ref().map_or(String::new(), |span| format!("{span:?}: "));
    format!("{place}{}", message.text)
}

const STEM: &str = "type = \"Conv1d\"\nin_channels = 1\nout_channels = 1\nkernel_size = 2\n";

/// A safetensors file with the layer's tensors.
fn weights(layer: &str, numbers: [f32; 3]) -> Vec<u8> {
    let header = format!(
        r#"{{"{layer}.weight":{{"dtype":"F32","shape":[1,1,2],"data_offsets":[0,8]}},"{layer}.bias":{{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}}}"#
    );
    let length = u64::try_from(header.len()).unwrap().to_le_bytes();
    [&length[..], header.as_bytes(), &numbers.map(f32::to_le_bytes).concat()].concat()
}

#[test]
fn a_file_is_built_with_its_weights() {
    let user = Crate::new("built")
        .write("specs/stem.toml", format!("{STEM}weights = \"models/net.safetensors\"\n"))
        .write("models/net.safetensors", weights("stem", [0.5, 1.5, -1.0]))
        .write("specs/window.json", r#"{"type": "Unfold", "kernel_size": 2}"#);
    let built = user.file("specs/stem.toml");
    check(
        &built,
        &expect![[r#"
            Conv1d, 12 bytes
            watched: specs/stem.toml
            watched: models/net.safetensors
        "#]],
    );
    let Ok(Specified::Layer { trained: Some(packed), .. }) = built.result else { panic!("it has weights") };
    assert_eq!(packed.bytes(), [-1.0_f32, 0.5, 1.5].map(f32::to_le_bytes).concat());
    check(
        &user.file("specs/window.json"),
        &expect![[r#"
            Unfold
            watched: specs/window.json
        "#]],
    );
}

#[test]
fn all_mistakes_of_a_file_are_drawn() {
    let user = Crate::new("mistakes").write("stem.toml", STEM.replace('1', "0").replace("kernel", "kernal"));
    check(
        &user.file("stem.toml"),
        &expect![[r#"
            stem.toml: unknown layer `Conv0d`
             --> stem.toml:1:8
              |
            1 | type = "Conv0d"
              |        ^^^^^^^^ did you mean `Conv1d`?
            stem.toml: `in_channels` must be at least 1
             --> stem.toml:2:15
              |
            2 | in_channels = 0
              |               ^ less than 1
            stem.toml: `out_channels` must be at least 1
             --> stem.toml:3:16
              |
            3 | out_channels = 0
              |                ^ less than 1
            stem.toml: unknown key `kernal_size`
             --> stem.toml:4:1
              |
            4 | kernal_size = 2
              | ^^^^^^^^^^^ did you mean `kernel_size`?
            watched: stem.toml
        "#]],
    );
}

#[test]
fn mistakes_in_a_call_have_their_bytes() {
    let user = Crate::new("inline").write("src/net.safetensors", weights("stem", [0.0; 3]));
    check(
        &user.inline("nn.Conv1d(1, 1, 0, strides=2)"),
        &expect![[r#"
            16..17: `kernel_size` must be at least 1: less than 1
            19..26: unknown argument `strides`: did you mean `stride`?
        "#]],
    );
    // Counted from the source file.
    check(
        &user.inline("nn.Conv1d(1, 1, 2, weights='net.safetensors')"),
        &expect![[r#"
        27..44: the file of `weights` cannot be read: there is no such file
          = help: did you mean `src/net.safetensors`? Paths are relative to the folder of Cargo.toml
          = help: the path is relative to the folder of Cargo.toml, which has no .safetensors file
    "#]],
    );
}

#[test]
fn numbers_that_are_not_finite_are_a_warning() {
    let user = Crate::new("unusual").write("net.safetensors", weights("stem", [0.5, f32::NAN, f32::INFINITY]));
    check(
        &user.inline("nn.Conv1d(1, 1, 2, weights='net.safetensors')"),
        &expect![[r#"
        Conv1d, 12 bytes
        warning: 27..44: net.safetensors: tensor `stem.weight` has 1 NaN among its 2 numbers, the first at index 1; tensor `stem.bias` has 1 infinite among its 1 numbers, the first at index 0
        watched: net.safetensors
    "#]],
    );
}

#[test]
fn files_that_are_not_there_are_looked_for() {
    let user = Crate::new("missing").write("specs/stem.toml", STEM).write("specs/head.json", "{}");
    check(
        &user.file("specs/stm.toml"),
        &expect![[r#"
        specs/stm.toml: there is no such file

        = help: did you mean `specs/stem.toml`?
        = help: the path is relative to the folder of Cargo.toml; `specs` has stem.toml, head.json
    "#]],
    );
    check(
        &user.file("spec/stem.toml"),
        &expect![[r#"
        spec/stem.toml: there is no folder `spec`

        = help: did you mean `specs/stem.toml`?
        = help: the path is relative to the folder of Cargo.toml
    "#]],
    );
    check(
        &user.file("specs/stem.yaml"),
        &expect![[r#"
        specs/stem.yaml: neither a .toml nor a .json file

        = help: the file's extension tells the notation of the specification
    "#]],
    );
    check(
        &user.file("specs/stem.toml/"),
        &expect![[r#"
        specs/stem.toml/: the path of a folder, since it ends in a slash

        = help: write `specs/stem.toml`, without the slash behind it
    "#]],
    );
    check(
        &user.file("/specs/stem.toml"),
        &expect![[r#"
        /specs/stem.toml: absolute path of a layer's specification

        = help: write it relative to the folder of Cargo.toml, so that the crate builds elsewhere, too
    "#]],
    );
}

#[test]
fn files_elsewhere_are_read_where_the_manifest_allows_it() {
    let user = Crate::new("roots").write("../models/stem.toml", STEM);
    check(
        &user.file("../models/stem.toml"),
        &expect![[r#"
        ../models/stem.toml: outside of the folder of Cargo.toml

        = help: `roots = ["../models"]` under `[package.metadata.conv-layer]` in Cargo.toml allows it
        watched: Cargo.toml
    "#]],
    );
    let manifest = |roots: &str| format!("[package]\nname = \"user\"\n[package.metadata.conv-layer]\n{roots}\n");
    let user = user.write("Cargo.toml", manifest("root = [\"../models\"]"));
    check(
        &user.file("../models/stem.toml"),
        &expect![[r#"
        ../models/stem.toml: `[package.metadata.conv-layer]` in Cargo.toml has the unknown key `root`: `roots` is known
        watched: Cargo.toml
    "#]],
    );
    let user = user.write("Cargo.toml", manifest("roots = [\"../modles\"]"));
    check(
        &user.file("../models/stem.toml"),
        &expect![[r#"
        ../models/stem.toml: outside of the folder of Cargo.toml

        = help: `roots = ["../models"]` under `[package.metadata.conv-layer]` in Cargo.toml allows it
        = help: `roots` in Cargo.toml names the folder `../modles`, which does not exist
        watched: Cargo.toml
    "#]],
    );
    let user = user.write("Cargo.toml", manifest("roots = [\"../models\"]"));
    check(
        &user.file("../models/stem.toml"),
        &expect![[r#"
        Conv1d
        watched: ../models/stem.toml
        watched: Cargo.toml
    "#]],
    );
    // What is not there is not looked into without permission, and is with it.
    check(
        &user.file("../models/stm.toml"),
        &expect![[r#"
        ../models/stm.toml: there is no such file

        = help: did you mean `../models/stem.toml`?
        = help: the path is relative to the folder of Cargo.toml; `../models` has stem.toml
    "#]],
    );
    check(
        &user.file("../other/stem.toml"),
        &expect![[r#"
        ../other/stem.toml: outside of the folder of Cargo.toml

        = help: `roots = ["../other"]` under `[package.metadata.conv-layer]` in Cargo.toml allows it
        watched: Cargo.toml
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn links_lead_out_of_the_crate_no_more_than_paths() {
    let user = Crate::new("links").write("../models/stem.toml", STEM);
    std::os::unix::fs::symlink("../models", user.folder.join("linked")).unwrap();
    std::os::unix::fs::symlink("nowhere", user.folder.join("dead.toml")).unwrap();
    check(
        &user.file("linked/stem.toml"),
        &expect![[r#"
        linked/stem.toml: a symbolic link leads out of the folder of Cargo.toml

        = help: `roots = ["../models"]` under `[package.metadata.conv-layer]` in Cargo.toml allows it
        watched: Cargo.toml
    "#]],
    );
    check(
        &user.file("dead.toml"),
        &expect![[r#"
        dead.toml: `dead.toml` is a symbolic link to `nowhere`, which does not exist
    "#]],
    );
}

#[test]
fn what_a_build_script_writes_is_found() {
    let user = Crate::new("out").write("target/out/layers/stem.toml", STEM);
    let place = |path: &str| Place { base: Base::Out, path: path.to_owned() };
    check(
        &build(&Source::File(&place("layers/stem.toml")), &user.folders()),
        &expect![[r#"
        Conv1d
        watched: $OUT_DIR/layers/stem.toml
    "#]],
    );
    let without = Folders { out: None, ..user.folders() };
    check(
        &build(&Source::File(&place("layers/stem.toml")), &without),
        &expect![[r#"
        $OUT_DIR/layers/stem.toml: cannot be found, since OUT_DIR is not set

        = help: cargo sets it for packages with a build script, `build.rs` beside Cargo.toml
    "#]],
    );
}

#[test]
fn what_is_no_specification_is_not_read_to_its_end() {
    let user = Crate::new("large").write("large.toml", vec![b'#'; (1 << 20) + 1]).write("nested.toml/stem.toml", STEM);
    check(
        &user.file("large.toml"),
        &expect![[r#"
        large.toml: 1048577 bytes are too many for a specification

        = help: is this the specification of one layer?
        watched: large.toml
    "#]],
    );
    check(
        &user.file("nested.toml"),
        &expect![[r#"
        nested.toml: a folder, not a file
    "#]],
    );
}
