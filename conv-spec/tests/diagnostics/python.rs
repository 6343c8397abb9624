//! What Python allows and has no value here.

use conv_spec::Format::Call;
use expect_test::expect;

use crate::refuse;

#[test]
fn assignment_to_attribute() {
    refuse(
        Call,
        r#"self.conv1 = nn.Conv2d(1, 2, 3)"#,
        &expect![[r#"
        inline: expected a call, found an assignment to `self.conv1`
         --> inline:1:1
          |
        1 | self.conv1 = nn.Conv2d(1, 2, 3)
          | ^^^^^^^^^^
          |
          = help: the struct is the layer's name: write what stands behind `=` alone
    "#]],
    );
}

#[test]
fn assignment() {
    refuse(
        Call,
        r#"conv1 = nn.Conv2d(1, 2, 3)"#,
        &expect![[r#"
        inline: expected a call, found an assignment to `conv1`
         --> inline:1:1
          |
        1 | conv1 = nn.Conv2d(1, 2, 3)
          | ^^^^^
          |
          = help: the struct is the layer's name: write what stands behind `=` alone
    "#]],
    );
}

#[test]
fn printed_name() {
    refuse(
        Call,
        r#"(conv1): Conv2d(3, 64, kernel_size=(3, 3), stride=(1, 1))"#,
        &expect![[r#"
        inline: expected a constructor of `torch.nn`, found `(`
         --> inline:1:1
          |
        1 | (conv1): Conv2d(3, 64, kernel_size=(3, 3), stride=(1, 1))
          | ^
          |
          = help: leave out the name in front that `print` shows: begin with the class
    "#]],
    );
}

#[test]
fn comma_behind() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3),"#,
        &expect![[r#"
        inline: expected the end of the call, found `,`
         --> inline:1:20
          |
        1 | nn.Conv2d(3, 64, 3),
          |                    ^
          |
          = help: one definition is one layer: remove the comma
    "#]],
    );
}

#[test]
fn keywords() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, **factory_kwargs)"#,
        &expect![[r#"
        inline: `**factory_kwargs` has no value here
         --> inline:1:21
          |
        1 | nn.Conv2d(3, 64, 3, **factory_kwargs)
          |                     ^^^^^^^^^^^^^^^^
          |
          = help: write each argument out, as `name=value`
    "#]],
    );
}

#[test]
fn arguments() {
    refuse(
        Call,
        r#"nn.Conv2d(*args)"#,
        &expect![[r#"
        inline: `*args` has no value here
         --> inline:1:11
          |
        1 | nn.Conv2d(*args)
          |           ^^^^^
          |
          = help: write each argument out, as `name=value`
    "#]],
    );
}

#[test]
fn call_as_value() {
    refuse(
        Call,
        r#"nn.Conv2d(3, make_divisible(64, 8), 3)"#,
        &expect![[r#"
        inline: `make_divisible(…)` has no value here
         --> inline:1:14
          |
        1 | nn.Conv2d(3, make_divisible(64, 8), 3)
          |              ^^^^^^^^^^^^^^ calls are not made
          |
          = help: write what it gives
    "#]],
    );
}

#[test]
fn condition() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3 if large else 1)"#,
        &expect![[r#"
            inline: expected `,` or `)`, found `if`
             --> inline:1:20
              |
            1 | nn.Conv2d(3, 64, 3 if large else 1)
              |          -         ^^
              |          |
              |          opened here
              |
              = help: conditions are not decided here: write the value
        "#]],
    );
}

#[test]
fn f_string() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, padding=f"same")"#,
        &expect![[r#"
        inline: a string with `f` in front has no value here
         --> inline:1:29
          |
        1 | nn.Conv2d(3, 64, 3, padding=f"same")
          |                             ^^^^^^^
          |
          = help: write the text itself, in quotes alone
    "#]],
    );
}

#[test]
fn comment_without_end() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, # three)"#,
        &expect![[r#"
        inline: expected a value, found the end of the text
         --> inline:1:26
          |
        1 | nn.Conv2d(3, 64, # three)
          |                          ^
    "#]],
    );
}

#[test]
fn bias_two() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, bias=2)"#,
        &expect![[r#"
        inline: `bias` must be `True` or `False`
         --> inline:1:26
          |
        1 | nn.Conv2d(3, 64, 3, bias=2)
          |                          ^ found an integer
    "#]],
    );
}

#[test]
fn padding_printed_mode() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, padding=reflect)"#,
        &expect![[r#"
        inline: unknown `padding` `reflect`
         --> inline:1:29
          |
        1 | nn.Conv2d(3, 64, 3, padding=reflect)
          |                             ^^^^^^^ a `padding_mode`
          |
          = help: write `padding_mode="reflect"`, and how much to pad as `padding`
    "#]],
    );
}

#[test]
fn padding_mode_printed() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, padding_mode=wrapped)"#,
        &expect![[r#"
        inline: unknown `padding_mode` `wrapped`
         --> inline:1:34
          |
        1 | nn.Conv2d(3, 64, 3, padding_mode=wrapped)
          |                                  ^^^^^^^
          |
          = help: known are "zeros", "reflect", "replicate" and "circular"
    "#]],
    );
}

#[test]
fn printed_lazy() {
    refuse(
        Call,
        r#"LazyConv2d(0, 64, kernel_size=(3, 3), stride=(1, 1))"#,
        &expect![[r#"
        inline: a LazyConv2d needs an `input_shape` to take `in_channels` from
         --> inline:1:1
          |
        1 | LazyConv2d(0, 64, kernel_size=(3, 3), stride=(1, 1))
          | ^^^^^^^^^^ learns its channels from the input
          |
          = help: give `input_shape`: the number of channels, then a number or a name for every axis
          = help: or make the layer Conv2d, and give `in_channels`
    "#]],
    );
}

#[test]
fn layer_as_value() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, activation=nn.ReLU())"#,
        &expect![[r#"
        inline: `nn.ReLU(…)` has no value here
         --> inline:1:32
          |
        1 | nn.Conv2d(3, 64, 3, activation=nn.ReLU())
          |                                ^^^^^^^ a layer, and no argument is one
          |
          = help: leave it out
    "#]],
    );
}

#[test]
fn called_at_once() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3)(x)"#,
        &expect![[r#"
        inline: expected the end of the call, found `(`
         --> inline:1:20
          |
        1 | nn.Conv2d(3, 64, 3)(x)
          |                    ^
          |
          = help: what a module does later has no place here: write the constructor alone
    "#]],
    );
}

#[test]
fn class_definition() {
    refuse(
        Call,
        r#"class Net(nn.Module): pass"#,
        &expect![[r#"
        inline: expected a constructor of `torch.nn`, found `class`
         --> inline:1:1
          |
        1 | class Net(nn.Module): pass
          | ^^^^^
          |
          = help: for instance `nn.Conv2d(3, 64, 3, padding=1)`
    "#]],
    );
}

#[test]
fn annotations() {
    refuse(
        Call,
        r#"nn.Conv2d(in_channels: 3, out_channels: 64, kernel_size: 3)"#,
        &expect![[r#"
        inline: expected `,` or `)`, found `:`
         --> inline:1:22
          |
        1 | nn.Conv2d(in_channels: 3, out_channels: 64, kernel_size: 3)
          |          -           ^
          |          |
          |          opened here
          |
          = help: arguments are written `name=value`
    "#]],
    );
}

#[test]
fn names_of_channels() {
    refuse(
        Call,
        r#"nn.Conv2d(in_planes, 64, 3)"#,
        &expect![[r#"
        inline: `in_channels` must be an integer
         --> inline:1:11
          |
        1 | nn.Conv2d(in_planes, 64, 3)
          |           ^^^^^^^^^ found the name `in_planes`
          |
          = help: no name has a value here: write the number
    "#]],
    );
}

#[test]
fn negation() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3, bias=not batch_norm)"#,
        &expect![[r#"
        inline: conditions are not decided here
         --> inline:1:26
          |
        1 | nn.Conv2d(3, 64, 3, bias=not batch_norm)
          |                          ^^^
          |
          = help: write `True` or `False`
    "#]],
    );
}

#[test]
fn next_statement() {
    refuse(
        Call,
        r#"nn.Conv2d(3, 64, 3)
self.conv2 = nn.Conv2d(64, 64, 3)"#,
        &expect![[r#"
            inline: expected the end of the call, found `self`
             --> inline:2:1
              |
            2 | self.conv2 = nn.Conv2d(64, 64, 3)
              | ^^^^
              |
              = help: a definition is one call, and ends with `;`
        "#]],
    );
}

/// What `torch` itself would refuse there.
#[test]
fn objects_in_the_place_of_others() {
    for (arguments, expected) in [
        (
            "3, stride=torch.device(3)",
            expect![[r#"
            inline: `torch.device(…)` has no value here
             --> inline:1:28
              |
            1 | nn.Conv2d(3, 64, 3, stride=torch.device(3))
              |                            ^^^^^^^^^^^^ a device has a name, and is the value of `device` alone
              |
              = help: for instance `device=torch.device("cpu")`
        "#]],
        ),
        (
            "3, device=torch.device(3)",
            expect![[r#"
            inline: `torch.device(…)` has no value here
             --> inline:1:28
              |
            1 | nn.Conv2d(3, 64, 3, device=torch.device(3))
              |                            ^^^^^^^^^^^^ a device has a name, and is the value of `device` alone
              |
              = help: for instance `device=torch.device("cpu")`
        "#]],
        ),
        (
            "3, dtype=torch.device(\"float32\")",
            expect![[r#"
            inline: `torch.device(…)` has no value here
             --> inline:1:27
              |
            1 | nn.Conv2d(3, 64, 3, dtype=torch.device("float32"))
              |                           ^^^^^^^^^^^^ a device has a name, and is the value of `device` alone
              |
              = help: for instance `device=torch.device("cpu")`
        "#]],
        ),
        (
            "kernel_size=torch.Size(3)",
            expect![[r#"
            inline: `torch.Size(…)` has no value here
             --> inline:1:30
              |
            1 | nn.Conv2d(3, 64, kernel_size=torch.Size(3))
              |                              ^^^^^^^^^^ a size is made of one list
              |
              = help: for instance `torch.Size([3, 5])`
        "#]],
        ),
        (
            "3, padding_mode=torch.zeros",
            expect![[r#"
            inline: `torch.zeros` has no value here
             --> inline:1:34
              |
            1 | nn.Conv2d(3, 64, 3, padding_mode=torch.zeros)
              |                                  ^^^^^^^^^^^ names of `torch` are values of `dtype` and `memory_format`
        "#]],
        ),
        (
            "3, device=torch.cpu",
            expect![[r#"
            inline: `torch.cpu` has no value here
             --> inline:1:28
              |
            1 | nn.Conv2d(3, 64, 3, device=torch.cpu)
              |                            ^^^^^^^^^ names of `torch` are values of `dtype` and `memory_format`
        "#]],
        ),
        (
            "torch.int",
            expect![[r#"
            inline: `torch.int` has no value here
             --> inline:1:18
              |
            1 | nn.Conv2d(3, 64, torch.int)
              |                  ^^^^^^^^^ names of `torch` are values of `dtype` and `memory_format`
        "#]],
        ),
    ] {
        refuse(Call, &format!("nn.Conv2d(3, 64, {arguments})"), &expected);
    }
}

/// Misspelt, an argument is told by its name, whatever its value.
#[test]
fn objects_of_misspelt_arguments() {
    for (arguments, expected) in [
        (
            "3, devise=torch.device(\"cpu\")",
            expect![[r#"
            inline: unknown argument `devise`
             --> inline:1:21
              |
            1 | nn.Conv2d(3, 64, 3, devise=torch.device("cpu"))
              |                     ^^^^^^ did you mean `device`?
        "#]],
        ),
        (
            "3, dtyp=torch.float32",
            expect![[r#"
            inline: unknown argument `dtyp`
             --> inline:1:21
              |
            1 | nn.Conv2d(3, 64, 3, dtyp=torch.float32)
              |                     ^^^^ did you mean `dtype`?
        "#]],
        ),
    ] {
        refuse(Call, &format!("nn.Conv2d(3, 64, {arguments})"), &expected);
    }
}
