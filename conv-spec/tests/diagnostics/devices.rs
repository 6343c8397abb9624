//! Devices, none of which but the CPU is supported.

use conv_spec::Format::Call;
use expect_test::expect;

use crate::refuse;

#[test]
fn device_call() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, device=torch.device("cuda"))"#,
        &expect![[r#"
        inline: unsupported `device` `cuda`
         --> inline:1:28
          |
        1 | nn.Conv2d(3, 64, 3, device=torch.device("cuda"))
          |                            ^^^^^^^^^^^^^^^^^^^^
          |
          = help: layers are compiled for the CPU: leave `device` out
    "#]],
    );
}

#[test]
fn device_number() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, device=torch.device('cuda', 0))"#,
        &expect![[r#"
        inline: unsupported `device` `cuda`
         --> inline:1:28
          |
        1 | nn.Conv2d(3, 64, 3, device=torch.device('cuda', 0))
          |                            ^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: layers are compiled for the CPU: leave `device` out
    "#]],
    );
}

#[test]
fn device_name() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, device=device)"#,
        &expect![[r#"
        inline: `device` must be "cpu"
         --> inline:1:28
          |
        1 | nn.Conv2d(3, 64, 3, device=device)
          |                            ^^^^^^ found the name `device`
          |
          = help: layers are compiled for the CPU: leave `device` out
    "#]],
    );
}

#[test]
fn device_other_call() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, device=torch.cuda.current_device())"#,
        &expect![[r#"
        inline: `torch.cuda.current_device(…)` has no value here
         --> inline:1:28
          |
        1 | nn.Conv2d(3, 64, 3, device=torch.cuda.current_device())
          |                            ^^^^^^^^^^^^^^^^^^^^^^^^^ calls are not made
          |
          = help: write what it gives
    "#]],
    );
}

#[test]
fn device_condition() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, device=torch.device("cuda" if torch.cuda.is_available() else "cpu"))"#,
        &expect![[r#"
            inline: expected `,` or `)`, found `if`
             --> inline:1:48
              |
            1 | nn.Conv2d(3, 64, 3, device=torch.device("cuda" if torch.cuda.is_available() else "cpu"))
              |                                        -       ^^
              |                                        |
              |                                        opened here
              |
              = help: conditions are not decided here: write the value
        "#]],
    );
}
