//! A crate is built anew when the specification of one of its layers changes, and only then.

mod user;

use std::fs;

use user::{User, weights};

const MAIN: &str = r#"
conv_layer::conv_layer! {
    struct Rebuilt = "specs/EXTENSION.EXTENSION";
}

fn main() {
    println!("{:?}", Rebuilt::OUTPUT_SHAPE);
}
"#;

/// The weights are followed like the specification, which does not change.
#[test]
fn safetensors() {
    let user = User::new(
        "weights",
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
    );
    let write = |content: &[u8]| user.write("model.safetensors", content);
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
    fs::remove_file(user.folder.join("model.safetensors")).expect("files can be removed");
    assert!(user.fail("build").contains("model.safetensors"));
    write(&weights(f32::NAN));
    assert_eq!(user.run(), ("[[NaN]]".into(), true), "the weights are back");
}

/// The whole life of a specification; `layer` writes one with a padding.
fn follow(extension: &str, layer: impl Fn(&str) -> String) {
    let user = User::new(extension, &MAIN.replace("EXTENSION", extension));
    let spec = format!("specs/{extension}.{extension}");
    user.write(&spec, layer("0"));
    assert_eq!(user.run(), ("[32, 14, 14]".into(), true));
    assert_eq!(user.run(), ("[32, 14, 14]".into(), false), "nothing has changed");
    user.write(&spec, layer("1"));
    assert_eq!(user.run(), ("[32, 16, 16]".into(), true), "the file has changed");
    user.write(&spec, layer("-1"));
    let place = format!("{spec}: `padding` must be at least 0");
    for command in ["check", "build", "check"] {
        let errors = user.fail(command);
        assert!(errors.contains(&place), "{errors}");
        assert_eq!(errors.matches("error: ").count(), 2, "the mistake and cargo's summary alone: {errors}");
    }
    user.write(&spec, layer("2"));
    assert_eq!(user.run(), ("[32, 18, 18]".into(), true), "the mistake is mended");
    fs::remove_file(user.folder.join(&spec)).expect("files can be removed");
    let errors = user.fail("build");
    assert!(errors.contains(&format!("{spec}: ")), "{errors}");
    user.write(&spec, layer("0"));
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
