//! Layers of equal geometry and plan share machine code, wherever the macro is called.
//!
//! Three programs are built as a user releases them: one without layers, one with one layer, and
//! one with twenty of the same sizes, made by twenty calls of the macro in three modules, each with
//! weights of its own. What layers add to the first is their code.
#![cfg(unix)]

mod user;

use std::fmt::Write as _;
use std::fs;

use user::User;

const LAYERS: usize = 20;
const MODULES: usize = 3;

/// Each layer computes the next one's input; what is printed depends on all of them. Weights are
/// made at run time: as constants, they would count as code here.
fn program(layers: usize) -> String {
    let mut text = String::new();
    for module in 0..MODULES {
        let _ = writeln!(text, "mod part_{module} {{");
        for layer in (module..layers).step_by(MODULES) {
            let _ = writeln!(
                text,
                "    conv_layer::conv_layer! {{ pub struct Layer{layer} = nn.Conv2d(16, 16, 3, padding=1, \
                 input_shape=(16, 28, 28)); }}"
            );
        }
        text.push_str("}\n");
    }
    text.push_str(
        "type Image = [[[f32; 28]; 28]; 16];\nfn main() {\n    let mut rng = conv_layer::Rng::seeded(7);\n    let mut image: \
         Box<Image> = conv_layer::zeroed();\n    image[0][0][0] = 1.0;\n    let mut next: Box<Image> = conv_layer::zeroed();\n",
    );
    for layer in 0..layers {
        let _ = writeln!(
            text,
            "    part_{}::Layer{layer}::boxed_random(&mut rng).forward(&image, &mut next);\n    core::mem::swap(&mut image, \
             &mut next);",
            layer % MODULES
        );
    }
    text.push_str("    println!(\"{} {}\", rng.next_u64(), image[0][0][0]);\n}\n");
    text
}

/// Bytes of the program with so many layers, without symbols.
fn size(layers: usize) -> u64 {
    let program = User::new(&format!("equal/{layers}"), &program(layers)).release();
    fs::metadata(program).expect("the program is there").len()
}

#[test]
fn twenty_equal_layers_take_little_more_code_than_one() {
    let [none, one, twenty] = [0, 1, LAYERS].map(size);
    let (one, twenty) = (one - none, twenty - none);
    println!("one layer: {one} bytes, {LAYERS} equal layers: {twenty} bytes");
    assert!(one > 8192, "one layer adds its kernels: {one} bytes");
    assert!(twenty * 5 <= one * 6, "{LAYERS} equal layers take {twenty} bytes, one takes {one}");
}
