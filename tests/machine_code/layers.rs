//! The layers whose machine code is looked at, called as users call them.

#![forbid(unsafe_code)]
#![expect(missing_docs, clippy::missing_errors_doc, reason = "functions that are compiled and never called")]

macro_rules! compile {
    ($($name:ident = $path:literal,)*) => {
        pub mod types {
            $(conv_layer::conv_layer! { pub struct $name = $path; })*
        }

        #[allow(non_snake_case, reason = "a function for each type")]
        pub mod calls {
            $(pub fn $name(layer: &crate::types::$name, input: &[f32], output: &mut [f32]) -> Result<(), conv_layer::Error> {
                layer.forward_slice(input, output)
            })*
        }
    };
}

/// One layer, in shares.
pub fn shared(
    layer: &types::Product,
    executor: &dyn conv_layer::Executor,
    input: &[f32],
    output: &mut [f32],
) -> Result<(), conv_layer::Error> {
    layer.on(executor).forward_slice(input, output)
}

conv_layer_machine_code::each_layer!(compile);
