//! Files of weights that are no such files, and tensors that are none of the layer's.

use conv_plan::Plan;
use conv_spec::tensors::pack;
use conv_spec::{Format, Source};
use expect_test::{Expect, expect};

const STEM: &str = "nn.Conv2d(3, 4, (1, 2), weights=\"m.safetensors\")";

/// Reads the weights of `stem` from a file that has mistakes.
fn refuse(text: &str, file: &[u8], expected: &Expect) {
    let source = Source { name: "inline", text, format: Format::Call };
    let layer = conv_spec::check(&source).unwrap();
    let weights = layer.weights_file().expect("the call names a file");
    let report =
        pack(weights, &layer, Plan::new(&layer).unwrap().packing(), "stem", file).expect_err("the file was accepted");
    for diagnostic in report.diagnostics() {
        assert!(!diagnostic.message().contains('\n') && !diagnostic.message().ends_with('.'));
    }
    expected.assert_eq(&(report.render(&source) + "\n"));
}

/// A file with these tensors of bytes.
fn file(tensors: &[(&str, &[usize])]) -> Vec<u8> {
    let mut end = 0;
    let described = tensors.iter().map(|(name, shape)| {
        let start = end;
        end += 4 * shape.iter().product::<usize>();
        format!("\"{name}\":{{\"dtype\":\"F32\",\"shape\":{shape:?},\"data_offsets\":[{start},{end}]}}")
    });
    let header = format!("{{{}}}", described.collect::<Vec<_>>().join(","));
    let length = u64::try_from(header.len()).unwrap().to_le_bytes();
    [&length[..], header.as_bytes(), &vec![0; end]].concat()
}

#[test]
fn foreign_formats() {
    let cases: [(&[u8], Expect); 6] = [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n", expect![[r#"
            inline: the file of `weights` is not in the safetensors format
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ it looks like a pointer of Git LFS, not the file itself
              |
              = help: fetch the file with `git lfs pull`
        "#]]),
        (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", expect![[r#"
            inline: the file of `weights` is not in the safetensors format
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ it looks like a file of `torch.save`
              |
              = help: convert the state_dict in it: `safetensors.torch.save_file(torch.load("….pt", map_location="cpu", weights_only=True), "….safetensors")`
        "#]]),
        (b"<!DOCTYPE html>\n<html lang=\"en\">", expect![[r#"
            inline: the file of `weights` is not in the safetensors format
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ it looks like a web page
              |
              = help: download the file itself: this is the page that shows it
        "#]]),
        (b"\x93NUMPY\x01\x00v\x00{'descr': '<f4'", expect![[r#"
            inline: the file of `weights` is not in the safetensors format
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ it looks like an array of NumPy (.npy)
              |
              = help: convert it: `safetensors.numpy.save_file({"weight": numpy.load("….npy")}, "….safetensors")`
        "#]]),
        (b"\x08\x08\x12\x07pytorch", expect![[r#"
            inline: the file of `weights` is not in the safetensors format
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ it looks like an ONNX model
              |
              = help: convert it: `safetensors.numpy.save_file({t.name: onnx.numpy_helper.to_array(t) for t in onnx.load("….onnx").graph.initializer}, "….safetensors")`
        "#]]),
        (b"just some text", expect![[r#"
            inline: the file of `weights` is not in the safetensors format
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ it does not begin with a header, or is cut off
              |
              = help: save the weights with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
        "#]]),
    ];
    for (file, expected) in cases {
        refuse(STEM, file, &expected);
    }
}

#[test]
fn long_header() {
    refuse(
        STEM,
        &[&123_456_789_u64.to_le_bytes()[..], b"{\"weight\": "].concat(),
        &expect![[r#"
        inline: the file of `weights` is not in the safetensors format
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ its header has 123456789 bytes, of which the format allows 100000000
          |
          = help: save fewer tensors, or less metadata, in one file
    "#]],
    );
}

#[test]
fn header_of_many_values() {
    let header = format!("{{\"a\":[{}0]}}", "0,".repeat(1_000_000));
    let file = [&u64::try_from(header.len()).unwrap().to_le_bytes()[..], header.as_bytes()].concat();
    refuse(
        STEM,
        &file,
        &expect![[r#"
        inline: the file of `weights` has more in its header than is read
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ more than 1000000 values
          |
          = help: save fewer tensors, or less metadata, in one file
    "#]],
    );
}

#[test]
fn many_axes() {
    refuse(
        STEM,
        &file(&[("stem.weight", &[1; 9])]),
        &expect![[r#"
        inline: the file of `weights` has more in its header than is read
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ the tensor `stem.weight` has 9 axes, of which 8 are read
          |
          = help: save fewer tensors, or less metadata, in one file
    "#]],
    );
}

#[test]
fn header_cut_off() {
    refuse(
        STEM,
        &file(&[("weight", &[4, 3, 1, 2])])[..30],
        &expect![[r#"
        inline: the file of `weights` is not in the safetensors format
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ its header ends behind the end of the file, which may be cut off
          |
          = help: save the weights with `safetensors.torch.save_file(module.state_dict(), "….safetensors")`
    "#]],
    );
}

/// `torch.nn.utils.parametrizations.weight_norm`: the direction has the weight's shape.
#[test]
fn parametrization() {
    let tensors: [(&str, &[usize]); 3] = [
        ("stem.bias", &[4]),
        ("stem.parametrizations.weight.original0", &[4, 1, 1, 1]),
        ("stem.parametrizations.weight.original1", &[4, 3, 1, 2]),
    ];
    refuse(
        STEM,
        &file(&tensors),
        &expect![[r#"
            inline: the file of `weights` has no tensor `stem.weight`
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ `stem.parametrizations.weight.original0` and `stem.parametrizations.weight.original1` are a parametrization, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.parametrize.remove_parametrizations(module, "weight")`
        "#]],
    );
    // By its own name, too.
    let text = "nn.Conv2d(3, 4, (1, 2), weights='m.safetensors', tensors=['stem.parametrizations.weight.original1', 'stem.bias'])";
    refuse(
        text,
        &file(&tensors),
        &expect![[r#"
            inline: the tensor `stem.parametrizations.weight.original1` is no weight
             --> inline:1:59
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights='m.safetensors', tensors=['stem.parametrizations.weight.original1', 'stem.bias'])
              |                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `stem.parametrizations.weight.original0` and `stem.parametrizations.weight.original1` are a parametrization, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.parametrize.remove_parametrizations(module, "weight")`
        "#]],
    );
}

#[test]
fn spectral_norm() {
    let tensors: [(&str, &[usize]); 2] =
        [("parametrizations.weight.original", &[4, 3, 1, 2]), ("parametrizations.weight.0._u", &[4])];
    refuse(
        STEM,
        &file(&tensors),
        &expect![[r#"
            inline: the file of `weights` has no tensor `stem.weight`
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ `parametrizations.weight.original` is a parametrization, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.parametrize.remove_parametrizations(module, "weight")`
        "#]],
    );
}

#[test]
fn weight_norm() {
    let tensors: [(&str, &[usize]); 3] =
        [("stem.bias", &[4]), ("stem.weight_g", &[4, 1, 1, 1]), ("stem.weight_v", &[4, 3, 1, 2])];
    refuse(
        STEM,
        &file(&tensors),
        &expect![[r#"
            inline: the file of `weights` has no tensor `stem.weight`
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ `stem.weight_g` and `stem.weight_v` are a weight normalisation, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.remove_weight_norm(module)`
        "#]],
    );
    let text = "nn.Conv2d(3, 4, (1, 2), bias=False, weights='m.safetensors', tensors=['stem.weight_v'])";
    refuse(
        text,
        &file(&tensors),
        &expect![[r#"
            inline: the tensor `stem.weight_v` is no weight
             --> inline:1:71
              |
            1 | nn.Conv2d(3, 4, (1, 2), bias=False, weights='m.safetensors', tensors=['stem.weight_v'])
              |                                                                       ^^^^^^^^^^^^^^^ `stem.weight_g` and `stem.weight_v` are a weight normalisation, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.remove_weight_norm(module)`
        "#]],
    );
}

/// Of a layer by another name, whose parts are not offered.
#[test]
fn weight_norm_elsewhere() {
    let tensors: [(&str, &[usize]); 3] =
        [("up.bias", &[4]), ("up.weight_g", &[4, 1, 1, 1]), ("up.weight_v", &[4, 3, 1, 2])];
    refuse(
        STEM,
        &file(&tensors),
        &expect![[r#"
            inline: the file of `weights` has no tensor `stem.weight`
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ nor one that is called `weight`
              |
              = help: the file has `up.bias`, `up.weight_g` and `up.weight_v`
              = help: `up.weight_g` and `up.weight_v` are a weight normalisation, from which the weight is computed
              = help: remove the parametrization before saving: `torch.nn.utils.remove_weight_norm(module)`
              = help: `tensors` names the layer or its tensors in the file
        "#]],
    );
}

#[test]
fn older_spectral_norm() {
    let tensors: [(&str, &[usize]); 4] =
        [("stem.bias", &[4]), ("stem.weight_orig", &[4, 3, 1, 2]), ("stem.weight_u", &[4]), ("stem.weight_v", &[6])];
    refuse(
        STEM,
        &file(&tensors),
        &expect![[r#"
            inline: the file of `weights` has no tensor `stem.weight`
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ `stem.weight_orig`, `stem.weight_u` and `stem.weight_v` are a spectral normalisation, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.remove_spectral_norm(module)`
        "#]],
    );
}

#[test]
fn pruned() {
    let tensors: [(&str, &[usize]); 3] =
        [("stem.bias", &[4]), ("stem.weight_mask", &[4, 3, 1, 2]), ("stem.weight_orig", &[4, 3, 1, 2])];
    refuse(
        STEM,
        &file(&tensors),
        &expect![[r#"
            inline: the file of `weights` has no tensor `stem.weight`
             --> inline:1:33
              |
            1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
              |                                 ^^^^^^^^^^^^^^^ `stem.weight_orig` and `stem.weight_mask` are a pruning, from which the weight is computed
              |
              = help: remove the parametrization before saving: `torch.nn.utils.prune.remove(module, "weight")`
        "#]],
    );
}

/// A bias may be computed, too, and goes by its own name.
#[test]
fn computed_bias() {
    let weight: (&str, &[usize]) = ("stem.weight", &[4, 3, 1, 2]);
    refuse(
        STEM,
        &file(&[weight, ("stem.bias_mask", &[4]), ("stem.bias_orig", &[4])]),
        &expect![[r#"
        inline: the file of `weights` has no tensor `stem.bias`
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ `stem.bias_orig` and `stem.bias_mask` are a pruning, from which the bias is computed
          |
          = help: remove the parametrization before saving: `torch.nn.utils.prune.remove(module, "bias")`
    "#]],
    );
    refuse(
        STEM,
        &file(&[weight, ("stem.bias_g", &[4]), ("stem.bias_v", &[4])]),
        &expect![[r#"
        inline: the file of `weights` has no tensor `stem.bias`
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ `stem.bias_g` and `stem.bias_v` are a weight normalisation, from which the bias is computed
          |
          = help: remove the parametrization before saving: `torch.nn.utils.remove_weight_norm(module, "bias")`
    "#]],
    );
    refuse(
        STEM,
        &file(&[weight, ("stem.parametrizations.bias.original", &[4])]),
        &expect![[r#"
        inline: the file of `weights` has no tensor `stem.bias`
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ `stem.parametrizations.bias.original` is a parametrization, from which the bias is computed
          |
          = help: remove the parametrization before saving: `torch.nn.utils.parametrize.remove_parametrizations(module, "bias")`
    "#]],
    );
    let named = "nn.Conv2d(3, 4, (1, 2), weights='m.safetensors', tensors=('stem.weight', 'stem.bias_orig'))";
    refuse(
        named,
        &file(&[weight, ("stem.bias_mask", &[4]), ("stem.bias_orig", &[4])]),
        &expect![[r#"
        inline: the tensor `stem.bias_orig` is no bias
         --> inline:1:74
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights='m.safetensors', tensors=('stem.weight', 'stem.bias_orig'))
          |                                                                          ^^^^^^^^^^^^^^^^ `stem.bias_orig` and `stem.bias_mask` are a pruning, from which the bias is computed
          |
          = help: remove the parametrization before saving: `torch.nn.utils.prune.remove(module, "bias")`
    "#]],
    );
}

/// Names that only look like parts are names.
#[test]
fn no_parametrization() {
    refuse(
        STEM,
        &file(&[("up.weight_v", &[4, 3, 1, 2])]),
        &expect![[r#"
        inline: the file of `weights` has no tensor `stem.weight`
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ nor one that is called `weight`
          |
          = help: `up.weight_v` has the layer's shape
          = help: `tensors` names the layer or its tensors in the file
    "#]],
    );
}

/// A matrix stands for the weight of a layer that has all channels in each output.
#[test]
fn matrix_of_groups() {
    let text = "nn.Conv2d(4, 4, (1, 2), groups=2, bias=False, weights='m.safetensors')";
    refuse(
        text,
        &file(&[("weight", &[4, 4])]),
        &expect![[r#"
            inline: the tensor `weight` has the shape [4, 4]
             --> inline:1:55
              |
            1 | nn.Conv2d(4, 4, (1, 2), groups=2, bias=False, weights='m.safetensors')
              |                                                       ^^^^^^^^^^^^^^^ the layer's is [4, 2, 1, 2]
              |
              = help: another number of axes is taken of layers without groups: here, `tensor.reshape` to the layer's shape is right only if each row has one group's inputs
        "#]],
    );
}

#[test]
fn matrix_of_transposed() {
    let text = "nn.ConvTranspose1d(4, 4, 2, bias=False, weights='m.safetensors')";
    refuse(
        text,
        &file(&[("weight", &[4, 8])]),
        &expect![[r#"
            inline: the tensor `weight` has the shape [4, 8]
             --> inline:1:49
              |
            1 | nn.ConvTranspose1d(4, 4, 2, bias=False, weights='m.safetensors')
              |                                                 ^^^^^^^^^^^^^^^ the layer's is [4, 4, 2]
              |
              = help: another number of axes is taken of layers that are not transposed: the order here is (in, out/groups, kernel…)
        "#]],
    );
}

#[test]
fn matrix_of_other_sizes() {
    refuse(
        STEM,
        &file(&[("stem.weight", &[4, 12]), ("stem.bias", &[4])]),
        &expect![[r#"
        inline: the tensor `stem.weight` has the shape [4, 12]
         --> inline:1:33
          |
        1 | nn.Conv2d(3, 4, (1, 2), weights="m.safetensors")
          |                                 ^^^^^^^^^^^^^^^ the layer's is [4, 3, 1, 2]
    "#]],
    );
}
