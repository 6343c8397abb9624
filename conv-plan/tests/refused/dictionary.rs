//! The table `plan` as a dictionary in a call.

use conv_spec::Format::Call;
use expect_test::expect;

use crate::refuse;

#[test]
fn twice() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}, "avx2": {}})"#,
        &expect![[r#"
            inline: key `avx2` is given twice
             --> inline:1:87
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 4, "vectors": 2}, "avx2": {}})
              |                            ------ given here first                                    ^^^^^^ given again
              |
              = help: keep one of them
        "#]],
    );
}

#[test]
fn inline() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 3, "vectors": 2}})"#,
        &expect![[r#"
            inline: `channels` does not divide the 32 output channels of a group
             --> inline:1:69
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels", "channels": 3, "vectors": 2}})
              |                                                                     ^ not a divisor of 32
              |
              = help: `channels` can be 1, 2, 4 or 8
        "#]],
    );
}

#[test]
fn dict() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan=dict(avx2=dict(kernel="pixels")))"#,
        &expect![[r#"
            inline: a dictionary is written in braces
             --> inline:1:27
              |
            1 | nn.Conv2d(16, 32, 3, plan=dict(avx2=dict(kernel="pixels")))
              |                           ^^^^
              |
              = help: for instance `{"avx2": {"kernel": "pixels"}}`
        "#]],
    );
}

#[test]
fn dictionary_key() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={avx2: {"kernel": "pixels"}})"#,
        &expect![[r#"
            inline: expected a key in quotes, found `avx2`
             --> inline:1:28
              |
            1 | nn.Conv2d(16, 32, 3, plan={avx2: {"kernel": "pixels"}})
              |                            ^^^^
        "#]],
    );
}

#[test]
fn dictionary_colon() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2" {"kernel": "pixels"}})"#,
        &expect![[r#"
            inline: expected `:` after the key, found `{`
             --> inline:1:35
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2" {"kernel": "pixels"}})
              |                            ------ ^
              |                            |
              |                            the key
        "#]],
    );
}

#[test]
fn dictionary_comma() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels" "channels": 2}})"#,
        &expect![[r#"
            inline: expected `,` or `}`, found `"`
             --> inline:1:56
              |
            1 | nn.Conv2d(16, 32, 3, plan={"avx2": {"kernel": "pixels" "channels": 2}})
              |                                    - opened here       ^
        "#]],
    );
}

#[test]
fn dictionary_elsewhere() {
    refuse(
        Call,
        r#"nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1})"#,
        &expect![[r#"
            inline: `padding` must be an integer, one for every axis, a pair [before, after] for every axis, "valid", "same", "same_upper" or "same_lower"
             --> inline:1:30
              |
            1 | nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1})
              |                              ^^^^^^^^^^^ found a table

            inline: unknown argument `depth`
             --> inline:1:43
              |
            1 | nn.Conv2d(16, 32, 3, padding={"same": 1}, depth={"a": 1})
              |                                           ^^^^^
              |
              = help: the arguments are in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, device, dtype, input_shape, memory_format, weights, tensors, unroll, plan, budget
        "#]],
    );
}
