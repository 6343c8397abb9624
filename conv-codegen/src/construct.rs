//! What a layer is made with: its constants, the types of its weights, and its constructors.
//!
//! There is a constructor for each place where weights can be (in the value, in a `static`, on the
//! heap) and for each source (arrays, slices, random numbers). All of them leave the packing to the
//! run time.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::Context;
use crate::literal::literal;
use crate::literal::variant;
use crate::names::{Names, size};

/// Constants of the layer, and the ways to make one.
pub(crate) fn methods(context: &Context<'_>) -> TokenStream {
    let name = &context.item.name;
    let facts = facts(context);
    let in_place = in_place(context);
    let boxed = context.item.alloc.then(|| boxed(context));
    let stored = stored(context);
    let Names { weights, store, packed, .. } = &context.names;
    quote! {
        impl #name {
            #facts
            #in_place
        }

        impl<#store: ::core::convert::AsRef<#weights>> #name<#store> {
            /// A layer around weights that are packed already, wherever they are.
            #[must_use]
            #[inline]
            pub const fn with(weights: #store) -> Self {
                Self { weights }
            }

            /// The packed weights.
            #[must_use]
            #[inline]
            pub fn weights(&self) -> &#weights {
                #packed
            }
        }

        #boxed
        #stored
    }
}

/// The layer's type with its weights in other places, by names that do not change with them.
fn stored(context: &Context<'_>) -> TokenStream {
    let Names { facade, weights, .. } = &context.names;
    let name = &context.item.name;
    let boxed = context.item.alloc.then(|| quote!(type Boxed = #name<#facade::Box<#weights>>;));
    quote! {
        impl #facade::Stored for #name {
            type Packed = #weights;
            #boxed
            type Borrowed<'a> = #name<&'a #weights>;
        }
    }
}

/// Shapes, counts and the plan.
fn facts(context: &Context<'_>) -> TokenStream {
    let Context { layer, plan, names, .. } = context;
    let (facade, module, usize) = (&names.facade, &names.module, size());
    let shape = |shape: Vec<usize>| {
        let len = literal(shape.len());
        let shape = shape.into_iter().map(literal);
        (quote!([#usize; #len]), quote!([#(#shape),*]))
    };
    let (weight_type, weight_shape) = shape(layer.weight_shape());
    let fixed = match (layer.input_shape(), layer.output_shape(), layer.macs(), plan.ram_bytes(layer)) {
        (Some(input), Some(output), Some(macs), Some(ram)) => {
            let ram = literal(ram);
            let ((input_type, input), (output_type, output)) = (shape(input), shape(output));
            let macs = Literal::u64_unsuffixed(macs);
            Some(quote! {
                /// Shape of a sample of the input: channels, then the spatial axes.
                pub const INPUT_SHAPE: #input_type = #input;
                /// Shape of a sample of the output: channels, then the spatial axes.
                pub const OUTPUT_SHAPE: #output_type = #output;
                /// Multiply-adds of a sample, those with padding counted.
                pub const MACS: ::core::primitive::u64 = #macs;
                /// Bytes of RAM that a call touches besides its [stack](Self::STACK_BYTES): one
                /// sample of input and output, and the scratch memory.
                pub const RAM_BYTES: #usize = #ram;
            })
        }
        _ => None,
    };
    let parameters = Literal::u64_unsuffixed(layer.parameters());
    let (scratch, flash) = (literal(plan.scratch_bytes()), literal(plan.weight_bytes()));
    let unroll = variant(facade, "Unroll", plan.unroll());
    let kernels = plan.kernels().iter().map(|(of, kernel)| {
        let (isa, kernel) = (variant(facade, "Isa", *of), kernel.name(layer.dtype(), *of));
        quote!((#isa, #kernel))
    });
    quote! {
        /// Shape of the weights in PyTorch's layout: output channels, input
        /// channels of a group, the kernel.
        pub const WEIGHT_SHAPE: #weight_type = #weight_shape;
        /// Weights and biases.
        pub const PARAMETERS: ::core::primitive::u64 = #parameters;
        #fixed
        /// Bytes that a call needs besides its arguments and its [stack](Self::STACK_BYTES).
        pub const SCRATCH_BYTES: #usize = #scratch;
        /// Bytes of the stack that a call takes at most, on each of its threads, in a build with
        /// `opt-level = 3`, on the instruction set of this target that takes most: the buffers of
        /// its kernel, and an allowance for everything else.
        pub const STACK_BYTES: #usize = #facade::stack_bytes::<#module::Plan>();
        /// Bytes of the packed weights: read-only data when the layer is a
        /// `static`, without the code.
        pub const FLASH_BYTES: #usize = #flash;
        /// How much of the kernels' loops is written out.
        pub const UNROLL: #facade::Unroll = #unroll;
        /// The kernel for each instruction set.
        pub const KERNELS: &'static [(#facade::Isa, &'static ::core::primitive::str)] = &[#(#kernels),*];
    }
}

/// Parameters, arguments for the packing, and their documentation.
struct Arguments {
    arrays: TokenStream,
    slices: TokenStream,
    nested: TokenStream,
    given: TokenStream,
}

fn arguments(context: &Context<'_>) -> Arguments {
    let (weight, number) = (&context.shapes.weight, &context.names.number);
    let outputs = literal(context.layer.out_channels());
    if context.layer.bias() {
        Arguments {
            arrays: quote!(weight: &#weight, bias: &[#number; #outputs]),
            slices: quote!(weight: &[#number], bias: &[#number]),
            nested: quote!(weight, ::core::option::Option::Some(bias)),
            given: quote!(weight, ::core::option::Option::Some(bias)),
        }
    } else {
        Arguments {
            arrays: quote!(weight: &#weight),
            slices: quote!(weight: &[#number]),
            nested: quote!(weight, ::core::option::Option::None::<&[#number; #outputs]>),
            given: quote!(weight, ::core::option::Option::None),
        }
    }
}

/// What the documentation says of a large layer that is returned by value; `method` makes it on the
/// heap.
fn by_value(context: &Context<'_>, method: &str) -> Option<String> {
    /// A small part of a thread's stack.
    const LARGE: usize = 64 * 1024;
    let bytes = context.plan.weight_bytes();
    if bytes < LARGE {
        return None;
    }
    let otherwise = if context.item.alloc {
        format!("make it with `{method}`, or in a `static`")
    } else {
        "make it in a `static`".into()
    };
    Some(format!(
        " The layer, {bytes} bytes, is returned by value, and copied on the stack without\n \
         optimisation. Where that has no room for it: {otherwise}."
    ))
}

fn in_place(context: &Context<'_>) -> TokenStream {
    let names = &context.names;
    let Names { facade, result, error, weights, module, .. } = names;
    let Arguments { arrays, slices, nested, given } = arguments(context);
    let has_bias = context.layer.bias();
    let [by_value, by_value_drawn] = ["boxed", "boxed_random"].map(|method| {
        let text = by_value(context, method)?;
        let lines = text.lines();
        Some(quote!(#[doc = ""] #(#[doc = #lines])*))
    });
    quote! {
        /// All weights zero: a place to load into.
        pub const ZERO: Self = Self { weights: #facade::Weights::ZERO };

        /// A layer with weights (and bias) in PyTorch's layout; in a `static`,
        /// it is packed while compiling.
        #by_value
        #[must_use]
        #[inline]
        pub const fn new(#arrays) -> Self {
            Self { weights: #facade::Weights::of_arrays::<#module::Plan, _, _>(#nested) }
        }

        /// As `new`, from slices in the same order.
        ///
        /// # Errors
        ///
        /// `Error::Length` when a slice has the wrong number of elements.
        #[inline]
        pub const fn from_slices(#slices) -> #result<Self, #error> {
            match #facade::Weights::new(#module::PACKING, &#module::GEOMETRY, #given) {
                ::core::result::Result::Ok(weights) => ::core::result::Result::Ok(Self { weights }),
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }

        /// Replaces the weights (and bias) in place, from slices in PyTorch's layout.
        ///
        /// # Errors
        ///
        /// `Error::Length` when a slice has the wrong number of elements;
        /// the weights are unchanged then.
        #[inline]
        pub const fn load(&mut self, #slices) -> #result<(), #error> {
            <#weights>::load(&mut self.weights, #module::PACKING, &#module::GEOMETRY, #given)
        }

        /// A layer with random weights, drawn as PyTorch does by default: uniformly between
        /// `-1 / sqrt(fan_in)` and `1 / sqrt(fan_in)`, in the order of PyTorch's weight and bias.
        #by_value_drawn
        #[must_use]
        #[inline]
        pub const fn random(rng: &mut #facade::Rng) -> Self {
            let mut layer = Self::ZERO;
            <#weights>::draw::<#module::Plan>(&mut layer.weights, #has_bias, rng);
            layer
        }
    }
}

fn boxed(context: &Context<'_>) -> TokenStream {
    let Context { item, names, .. } = context;
    let name = &item.name;
    let Names { facade, result, error, weights, module, .. } = names;
    let Arguments { arrays, slices, nested, given } = arguments(context);
    let has_bias = context.layer.bias();
    quote! {
        impl #name<#facade::Box<#weights>> {
            /// As `new`, with the weights on the heap; they are never on the stack.
            #[must_use]
            #[inline]
            pub fn boxed(#arrays) -> Self {
                let mut weights = <#weights>::boxed();
                <#weights>::load_arrays::<#module::Plan, _, _>(&mut weights, #nested);
                Self { weights }
            }

            /// As `boxed`, from slices in the same order.
            ///
            /// # Errors
            ///
            /// `Error::Length` when a slice has the wrong number of elements.
            #[inline]
            pub fn boxed_from_slices(#slices) -> #result<Self, #error> {
                let mut weights = <#weights>::boxed();
                match <#weights>::load(&mut weights, #module::PACKING, &#module::GEOMETRY, #given) {
                    ::core::result::Result::Ok(()) => ::core::result::Result::Ok(Self { weights }),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }

            /// As `random`, with the weights on the heap.
            #[must_use]
            #[inline]
            pub fn boxed_random(rng: &mut #facade::Rng) -> Self {
                let mut weights = <#weights>::boxed();
                <#weights>::draw::<#module::Plan>(&mut weights, #has_bias, rng);
                Self { weights }
            }
        }
    }
}
