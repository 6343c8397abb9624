//! Arithmetic that is not done, and what comes of that which is.

use conv_spec::Format::Call;
use expect_test::expect;

use crate::refuse;

#[test]
fn name_in_sum() {
    refuse(
        Call,
        r#"nn.Conv2d(3, dim * 2, 3)"#,
        &expect![[r#"
        inline: only integers can be computed with
         --> inline:1:14
          |
        1 | nn.Conv2d(3, dim * 2, 3)
          |              ^^^ `dim` has no value here
          |
          = help: write its value
    "#]],
    );
}

#[test]
fn string_in_sum() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, padding=-'same')"#,
        &expect![[r#"
        inline: only integers can be computed with
         --> inline:1:30
          |
        1 | nn.Conv2d(3, 64, 3, padding=-'same')
          |                              ^^^^^^
          |
          = help: write the result
    "#]],
    );
}

#[test]
fn true_division() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64 / 2, 3)"#,
        &expect![[r#"
        inline: expected `,` or `)`, found `/`
         --> inline:1:17
          |
        1 | nn.Conv2d(3, 64 / 2, 3)
          |          -      ^
          |          |
          |          opened here
          |
          = help: `+`, `-`, `*` and parentheses are worked out; otherwise write the result
    "#]],
    );
}

#[test]
fn power() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 2**6, 3)"#,
        &expect![[r#"
        inline: expected `,` or `)`, found `*`
         --> inline:1:15
          |
        1 | nn.Conv2d(3, 2**6, 3)
          |          -    ^
          |          |
          |          opened here
          |
          = help: `+`, `-`, `*` and parentheses are worked out; otherwise write the result
    "#]],
    );
}

#[test]
fn division_by_zero() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64 // (2 - 2), 3)"#,
        &expect![[r#"
        inline: division by zero
         --> inline:1:14
          |
        1 | nn.Conv2d(3, 64 // (2 - 2), 3)
          |              ^^^^^^^^^^^^^
    "#]],
    );
}

#[test]
fn sum_too_large() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 9223372036854775808 * 2, 3)"#,
        &expect![[r#"
        inline: the number is too large to compute with
         --> inline:1:14
          |
        1 | nn.Conv2d(3, 9223372036854775808 * 2, 3)
          |              ^^^^^^^^^^^^^^^^^^^^^^^
    "#]],
    );
}

#[test]
fn term_too_large() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 99999999999999999999 - 99999999999999999998, 3)"#,
        &expect![[r#"
        inline: the number is too large to compute with
         --> inline:1:14
          |
        1 | nn.Conv2d(3, 99999999999999999999 - 99999999999999999998, 3)
          |              ^^^^^^^^^^^^^^^^^^^^
    "#]],
    );
}

#[test]
fn product_of_list() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, [3] * 2)"#,
        &expect![[r#"
        inline: only integers can be computed with
         --> inline:1:18
          |
        1 | nn.Conv2d(3, 64, [3] * 2)
          |                  ^^^
          |
          = help: write the result
    "#]],
    );
}

#[test]
fn result_negative() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, padding=1 - 2)"#,
        &expect![[r#"
        inline: `padding` must be at least 0
         --> inline:1:29
          |
        1 | nn.Conv2d(3, 64, 3, padding=1 - 2)
          |                             ^^^^^ less than 0
    "#]],
    );
}
