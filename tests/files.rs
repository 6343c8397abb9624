//! Where the files of layers may be, and that they are followed there.

mod user;

use std::fs;

use user::{User, weights};

/// A program that doubles the weight of its only layer.
fn program(layer: &str) -> String {
    format!(
        "conv_layer::conv_layer! {{\n    struct Rebuilt = {layer};\n}}\n\nfn main() {{\n    let mut output = [[0.0]];\n    \
         Rebuilt::pretrained().forward(&[[2.0]], &mut output);\n    println!(\"{{output:?}}\");\n}}\n"
    )
}

fn call(weights: &str) -> String {
    program(&format!("nn.Conv1d(1, 1, 1, bias=False, input_shape=(1, 1), weights=\"{weights}\")"))
}

/// Allows folders in the crate's manifest, or what is written in their place.
fn allow(user: &User, roots: &str) {
    let manifest = fs::read_to_string(user.folder.join("Cargo.toml")).expect("written before");
    let manifest = manifest.split("[package.metadata").next().unwrap_or_default().trim_end();
    user.write("Cargo.toml", format!("{manifest}\n\n[package.metadata.conv-layer]\n{roots}\n"));
}

#[test]
fn other_folders_are_allowed_by_the_manifest() {
    let user = User::new("roots/member", &call("../models/model.safetensors"));
    user.write("../models/model.safetensors", weights(1.5));
    let errors = user.fail("build");
    assert!(errors.contains("the file of `weights` cannot be read: outside of the folder of Cargo.toml"), "{errors}");
    let help = "= help: `roots = [\"../models\"]` under `[package.metadata.conv-layer]` in Cargo.toml allows it";
    assert!(errors.contains(help), "{errors}");
    assert_eq!(errors.matches("error: ").count(), 2, "the mistake and cargo's summary alone: {errors}");

    allow(&user, "roots = [\"../models\"]");
    assert_eq!(user.run(), ("[[3.0]]".into(), true));
    assert_eq!(user.run(), ("[[3.0]]".into(), false), "nothing has changed");
    user.write("../models/model.safetensors", weights(-4.0));
    assert_eq!(user.run(), ("[[-8.0]]".into(), true), "the weights have changed");

    // The manifest is followed, too.
    allow(&user, "");
    assert!(user.fail("build").contains("outside of the folder"));
    allow(&user, "roots = [\"../elsewhere\"]");
    let errors = user.fail("build");
    assert!(errors.contains("`roots` in Cargo.toml names the folder `../elsewhere`, which does not exist"), "{errors}");
    allow(&user, "roots = \"..\"");
    let errors = user.fail("build");
    assert!(errors.contains("in Cargo.toml must be a list of folders: `[\"../models\"]`"), "{errors}");

    // What lies outside is not looked into for what may have been meant.
    user.write("src/main.rs", call("../models/modle.safetensors"));
    allow(&user, "");
    let errors = user.fail("build");
    assert!(errors.contains("outside of the folder") && !errors.contains("model.safetensors"), "{errors}");
    allow(&user, "roots = [\"..\"]");
    let errors = user.fail("build");
    assert!(errors.contains("did you mean `../models/model.safetensors`?"), "{errors}");
}

#[cfg(unix)]
#[test]
fn links_do_not_leave_the_crate() {
    use std::os::unix::fs::symlink;

    let user = User::new("links/member", &call("models/model.safetensors"));
    user.write("../models/model.safetensors", weights(1.5));
    symlink("../models", user.folder.join("models")).expect("links can be made");
    let errors = user.fail("build");
    assert!(errors.contains("a symbolic link leads out of the folder of Cargo.toml"), "{errors}");
    assert!(errors.contains("`roots = [\"../models\"]` under"), "{errors}");
    allow(&user, "roots = [\"../models\"]");
    assert_eq!(user.run(), ("[[3.0]]".into(), true));
    user.write("../models/model.safetensors", weights(2.0));
    assert_eq!(user.run(), ("[[4.0]]".into(), true), "what the link leads to is followed");

    // A link that stays inside needs no word.
    fs::remove_file(user.folder.join("models")).expect("files can be removed");
    user.write("data/model.safetensors", weights(0.5));
    symlink("data", user.folder.join("models")).expect("links can be made");
    allow(&user, "");
    assert_eq!(user.run(), ("[[1.0]]".into(), true));
}

/// As where each file of a crate is a link into another folder, in the sandboxes of build systems.
#[cfg(unix)]
#[test]
fn a_crate_of_links_is_where_its_manifest_is() {
    use std::os::unix::fs::symlink;

    let user = User::new("sandbox/member", &call("model.safetensors"));
    let real = user.folder.join("../real");
    fs::create_dir_all(&real).expect("folders can be made");
    fs::rename(user.folder.join("Cargo.toml"), real.join("Cargo.toml")).expect("files can be moved");
    user.write("../real/model.safetensors", weights(1.5));
    for name in ["Cargo.toml", "model.safetensors"] {
        symlink(real.join(name), user.folder.join(name)).expect("links can be made");
    }
    assert_eq!(user.run(), ("[[3.0]]".into(), true));
}

/// Some build systems name the folder of the manifest relatively; rustc takes such paths from the
/// folder of the source file.
#[cfg(unix)]
#[test]
fn the_manifest_may_be_named_relatively() {
    use std::os::unix::fs::PermissionsExt;

    let mut user = User::new("relative", &program("\"specs/stem.toml\""));
    let keys = "type = \"Conv1d\"\nin_channels = 1\nout_channels = 1\nkernel_size = 1\nbias = false\n";
    let specification = |shape: &str| format!("{keys}input_shape = {shape}\nweights = \"specs/model.safetensors\"\n");
    user.write("specs/stem.toml", specification("[1, 1]"));
    user.write("specs/model.safetensors", weights(1.5));
    // Cargo compiles a package in the folder of its workspace, which here is its own.
    let wrapper = user.folder.join("relative.sh");
    fs::write(
        &wrapper,
        "#!/bin/sh\ncase \"$CARGO_PKG_NAME\" in rebuilt-relative) export CARGO_MANIFEST_DIR=./src/..;; esac\nexec \"$@\"\n",
    )
    .expect("files can be written");
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).expect("files can be made programs");
    user.set("RUSTC_WORKSPACE_WRAPPER", wrapper);
    let main = program("\"specs/stem.toml\"")
        + "const _: () = assert!(matches!(env!(\"CARGO_MANIFEST_DIR\").as_bytes(), b\"./src/..\"));\n";
    user.write("src/main.rs", main);
    assert_eq!(user.run(), ("[[3.0]]".into(), true));
    assert_eq!(user.run(), ("[[3.0]]".into(), false), "nothing has changed");
    user.write("specs/model.safetensors", weights(2.0));
    assert_eq!(user.run(), ("[[4.0]]".into(), true), "the weights have changed");
    user.write("specs/stem.toml", specification("[1, 0]"));
    let errors = user.fail("build");
    assert!(errors.contains("specs/stem.toml: "), "{errors}");
    assert_eq!(errors.matches("error: ").count(), 2, "the mistake and cargo's summary alone: {errors}");
    user.write("specs/stem.toml", specification("[1, 1]"));
    assert_eq!(user.run(), ("[[4.0]]".into(), true), "the mistake is mended");
}

#[test]
fn build_scripts_write_specifications() {
    let main = "conv_layer::conv_layer! {\n    struct Rebuilt = concat!(env!(\"OUT_DIR\"), \"/layers/stem.toml\");\n}\n\n\
                fn main() {\n    println!(\"{:?}\", Rebuilt::OUTPUT_SHAPE);\n}\n";
    let user = User::new("generated", main);
    user.write(
        "build.rs",
        r#"fn main() {
    println!("cargo::rerun-if-changed=channels");
    let channels = std::fs::read_to_string("channels").unwrap();
    let folder = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("layers");
    std::fs::create_dir_all(&folder).unwrap();
    let keys = "type = \"Conv1d\"\nin_channels = 1\nkernel_size = 1\ninput_shape = [1, 8]\n";
    std::fs::write(folder.join("stem.toml"), format!("{keys}out_channels = {channels}\n")).unwrap();
}
"#,
    );
    user.write("channels", "4");
    assert_eq!(user.run(), ("[4, 8]".into(), true));
    assert_eq!(user.run(), ("[4, 8]".into(), false), "nothing has changed");
    user.write("channels", "6");
    assert_eq!(user.run(), ("[6, 8]".into(), true), "the build script has written another");
    user.write("channels", "0");
    let errors = user.fail("build");
    assert!(errors.contains("$OUT_DIR/layers/stem.toml: `out_channels` must be at least 1"), "{errors}");
    user.write("channels", "4");
    user.write("src/main.rs", main.replace("stem.toml", "stems.toml"));
    let errors = user.fail("build");
    assert!(errors.contains("did you mean `layers/stem.toml`?"), "{errors}");
    user.write("src/main.rs", main.replace("/layers/stem.toml", "/../../stem.toml"));
    let errors = user.fail("build");
    assert!(errors.contains("outside of OUT_DIR"), "{errors}");
}

/// Generated files that are links to what is in the crate are read as the crate's own.
#[cfg(unix)]
#[test]
fn build_scripts_link_to_specifications() {
    let main = "conv_layer::conv_layer! {\n    struct Rebuilt = concat!(env!(\"OUT_DIR\"), \"/stem.toml\");\n}\n\n\
                fn main() {\n    println!(\"{:?}\", Rebuilt::OUTPUT_SHAPE);\n}\n";
    let user = User::new("linked", main);
    user.write(
        "build.rs",
        r#"fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let link = std::path::Path::new(&std::env::var("OUT_DIR").unwrap()).join("stem.toml");
    let _ = std::fs::remove_file(&link);
    let specification = std::path::Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("stem.toml");
    std::os::unix::fs::symlink(specification, link).unwrap();
}
"#,
    );
    user.write(
        "stem.toml",
        "type = \"Conv1d\"\nin_channels = 1\nout_channels = 2\nkernel_size = 1\ninput_shape = [1, 8]\n",
    );
    assert_eq!(user.run(), ("[2, 8]".into(), true));
}
