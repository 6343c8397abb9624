//! What `conv_layer!` expands to for `Unfold` and `Fold`: a type without weights, whose calls are
//! one function of the run time. What a size of the image that is left open adds to it stands in
//! `open_windows`.

use conv_spec::{Axis, Size, Windows, WindowsOp};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use crate::Item;
use crate::attributes::underived;
use crate::common::{TRAITS_OF_WINDOWS, of_windows};
use crate::literal::{axis_value, literal};
use crate::names::{hidden, number, size, variables};
use crate::open_sizes::on;
use crate::open_windows::open;

/// The expansion of `Unfold` and `Fold`.
///
/// ```
/// use conv_codegen::Item;
/// use conv_spec::{Checked, Format, Source};
///
/// let text = "nn.Unfold((2, 3), input_shape=(5, 3, 4))";
/// let Ok(Checked::Windows(windows)) = conv_spec::check_any(&Source { name: "inline", text, format: Format::Call }) else {
///     panic!("no windows");
/// };
/// let item = Item::new(syn::parse_quote!(pub), syn::parse_quote!(Patches), syn::parse_quote!(conv_layer));
/// let tokens = conv_codegen::windows(&item, &windows);
/// assert!(tokens.to_string().contains("pub struct Patches"));
/// ```
#[must_use]
pub fn windows(item: &Item, windows: &Windows) -> TokenStream {
    let Item { visibility, name, .. } = item;
    let attributes = underived(&item.attributes, TRAITS_OF_WINDOWS);
    let view = View::new(item, windows);
    let docs = docs(item, windows);
    let (configuration, allowances) = (item.configuration(), item.allowances());
    let tracked = item.tracked();
    let (facade, usize) = (&view.facade, size());
    let variables = variables(facade);
    let axes = windows.axes().iter().map(|axis| axis_value(facade, axis.numbers()));
    let facts = facts(&view);
    let (any, common) = (any(&view), of_windows(item));
    let forward = if view.is_fixed() { fixed(&view) } else { open(&view) };
    quote! {
        #(#attributes)*
        #(#[doc = #docs])*
        #visibility struct #name;

        #(#configuration)*
        #(#allowances)*
        const _: () = {
            #variables
            #(#tracked)*
            const WINDOWS: #facade::windows::Windows = #facade::windows::Windows { axes: [#(#axes),*] };
            impl #name {
                /// There is nothing to set.
                #[must_use]
                #[inline]
                pub const fn new() -> Self {
                    Self
                }
                #facts

                /// Bytes of the stack that a call takes at most, in a build with `opt-level = 3`.
                pub const STACK_BYTES: #usize = #facade::windows::STACK_BYTES;
            }

            #common
            #any
            #forward
        };
    }
}

/// What generated code is made from.
pub(crate) struct View<'a> {
    pub(crate) windows: &'a Windows,
    pub(crate) name: &'a Ident,
    pub(crate) facade: TokenStream,
    pub(crate) number: TokenStream,
    /// Channels, height and width of the image: numbers, or names of const generics.
    pub(crate) image: [TokenStream; 3],
    /// Rows and blocks of the matrix of windows.
    pub(crate) matrix: [TokenStream; 2],
    /// The names among them.
    pub(crate) generics: Vec<Ident>,
    /// `unfold` or `fold`.
    pub(crate) method: Ident,
}

impl<'a> View<'a> {
    fn new(item: &'a Item, windows: &'a Windows) -> Self {
        let sizes = [windows.channels(), windows.axes()[0].size(), windows.axes()[1].size()];
        let mut generics: Vec<Ident> = Vec::new();
        let image = sizes.map(|size| match size {
            Size::Fixed(size) => literal(*size),
            Size::Generic(wanted) => {
                let mut wanted = wanted.to_uppercase();
                while TAKEN.contains(&wanted.as_str()) || generics.iter().any(|taken| *taken == wanted) {
                    wanted.push('_');
                }
                let name = Ident::new(&wanted, Span::mixed_site());
                generics.push(name.clone());
                quote!(#name)
            }
        });
        let mut open = |name: &str| {
            let name = Ident::new(name, Span::mixed_site());
            generics.push(name.clone());
            quote!(#name)
        };
        let rows = windows.channels().fixed().map(|channels| channels.saturating_mul(windows.taps()));
        let rows = rows.map_or_else(|| open("ROWS"), literal);
        let blocks = windows.blocks().map_or_else(|| open("BLOCKS"), literal);
        let method = match windows.op() {
            WindowsOp::Unfold => "unfold",
            WindowsOp::Fold => "fold",
        };
        let method = Ident::new(method, Span::mixed_site());
        let number = number(windows.dtype());
        Self {
            windows,
            name: &item.name,
            facade: hidden(item),
            number,
            image,
            matrix: [rows, blocks],
            generics,
            method,
        }
    }

    fn is_fixed(&self) -> bool {
        self.generics.is_empty()
    }

    /// The array types of input and output.
    pub(crate) fn types(&self) -> [TokenStream; 2] {
        let Self { number, image: [channels, height, width], matrix: [rows, blocks], .. } = self;
        let image = quote!([[[#number; #width]; #height]; #channels]);
        let matrix = quote!([[#number; #blocks]; #rows]);
        match self.windows.op() {
            WindowsOp::Unfold => [image, matrix],
            WindowsOp::Fold => [matrix, image],
        }
    }

    /// The elements of an image and of a matrix.
    pub(crate) fn elements(&self) -> [TokenStream; 2] {
        let Self { image: [channels, height, width], matrix: [rows, blocks], .. } = self;
        [quote!(#channels * #height * #width), quote!(#rows * #blocks)]
    }

    /// Calls that flatten a sample of input and output into slices.
    pub(crate) fn flat(&self) -> [TokenStream; 2] {
        match self.windows.op() {
            WindowsOp::Unfold => [quote!(.as_flattened().as_flattened()), quote!(.as_flattened_mut())],
            WindowsOp::Fold => [quote!(.as_flattened()), quote!(.as_flattened_mut().as_flattened_mut())],
        }
    }
}

/// Names that const generics of a specification may not have.
const TAKEN: [&str; 4] = ["ROWS", "BLOCKS", "WINDOWS", "IMAGE"];

fn facts(view: &View<'_>) -> Option<TokenStream> {
    let (image, matrix) = (view.windows.image_shape()?, view.windows.windows_shape()?);
    let elements = [&image, &matrix].map(|shape| shape.iter().product::<usize>());
    let bytes = elements[0].saturating_add(elements[1]).saturating_mul(view.windows.dtype().bytes());
    let (input, output, input_axes, output_axes) = match view.windows.op() {
        WindowsOp::Unfold => (image, matrix, "channels, height, width", "channels times taps, blocks"),
        WindowsOp::Fold => (matrix, image, "channels times taps, blocks", "channels, height, width"),
    };
    let (input_rank, output_rank, bytes) = (literal(input.len()), literal(output.len()), literal(bytes));
    let (input, output) = (input.into_iter().map(literal), output.into_iter().map(literal));
    let input_doc = format!("Shape of a sample of the input: {input_axes}.");
    let output_doc = format!("Shape of a sample of the output: {output_axes}.");
    let usize = size();
    Some(quote! {
        #[doc = #input_doc]
        pub const INPUT_SHAPE: [#usize; #input_rank] = [#(#input),*];
        #[doc = #output_doc]
        pub const OUTPUT_SHAPE: [#usize; #output_rank] = [#(#output),*];
        /// Bytes of RAM that a call touches: one sample of input and output.
        pub const RAM_BYTES: #usize = #bytes;
    })
}

/// What generic code may know: there are neither weights nor kernels.
fn any(view: &View<'_>) -> TokenStream {
    let View { name, facade, number, method, .. } = view;
    let (text, usize) = (name.unraw().to_string(), size());
    quote! {
        impl #facade::AnyLayer for #name {
            type Element = #number;
            type Weight = ();

            const NAME: &'static ::core::primitive::str = #text;
            const WEIGHT_SHAPE: &'static [#usize] = &[];
            const PARAMETERS: ::core::primitive::u64 = 0;
            const SCRATCH_BYTES: #usize = 0;
            const STACK_BYTES: #usize = <#name>::STACK_BYTES;
            const FLASH_BYTES: #usize = 0;
            const KERNELS: &'static [(#facade::Isa, &'static ::core::primitive::str)] = &[];

            #[inline]
            fn __run(
                &self,
                size: [#usize; 3],
                input: &[#number],
                output: &mut [#number],
            ) -> ::core::result::Result<(), #facade::Error> {
                #facade::windows::Windows::#method(&WINDOWS, size, input, output)
            }
        }
    }
}

fn fixed(view: &View<'_>) -> TokenStream {
    let View { name, facade, number, image, method, .. } = view;
    let on = on(facade, true);
    let [input, output] = view.types();
    let [flat, flat_mut] = view.flat();
    let usize = size();
    let elements = view.elements();
    quote! {
        const IMAGE: [#usize; 3] = [#(#image),*];
        const _: () =
            ::core::assert!(::core::matches!(#facade::windows::Windows::blocks(&WINDOWS, [IMAGE[1], IMAGE[2]]), ::core::result::Result::Ok(_)));

        impl #name {
            /// Computes one sample.
            #[inline]
            pub fn forward(&self, input: &#input, output: &mut #output) {
                // No variable has the constant: its name could be that of the user's.
                #facade::windows::Sample::#method(
                    const { &#facade::windows::Sample::asserted(&WINDOWS, IMAGE, [#(#elements),*]) },
                    input.as_slice() #flat,
                    output.as_mut_slice() #flat_mut,
                );
            }

            /// Computes a batch of any number of samples, none included.
            ///
            /// # Errors
            ///
            /// `Error::Length` when there are not as many outputs as inputs.
            #[inline]
            pub fn forward_batch(
                &self,
                inputs: &[#input],
                outputs: &mut [#output],
            ) -> ::core::result::Result<(), #facade::Error> {
                #facade::windows::Windows::#method(&WINDOWS, IMAGE, inputs.as_flattened() #flat, outputs.as_flattened_mut() #flat_mut)
            }

            /// Computes any whole number of samples that lie one after the other in slices,
            /// row-major.
            ///
            /// # Errors
            ///
            /// `Error::Batch` when `input` is not a whole number of samples, `Error::Length` when
            /// `output` is not as many.
            #[inline]
            pub fn forward_slice(
                &self,
                input: &[#number],
                output: &mut [#number],
            ) -> ::core::result::Result<(), #facade::Error> {
                #facade::windows::Windows::#method(&WINDOWS, IMAGE, input, output)
            }

            #on
        }

        impl #facade::Layer for #name {
            type Input = #input;
            type Output = #output;

            const INPUT_SHAPE: &'static [#usize] = &<#name>::INPUT_SHAPE;
            const OUTPUT_SHAPE: &'static [#usize] = &<#name>::OUTPUT_SHAPE;
            const MACS: ::core::primitive::u64 = 0;
            const RAM_BYTES: #usize = <#name>::RAM_BYTES;
            const __SIZE: [#usize; 3] = IMAGE;

            #[inline]
            fn forward(&self, input: &Self::Input, output: &mut Self::Output) {
                Self::forward(self, input, output);
            }
        }
    }
}

/// The lines of the doc comment that follow the user's own.
fn docs(item: &Item, windows: &Windows) -> Vec<String> {
    let mut lines = Vec::new();
    if item.attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
        lines.push(String::new());
    }
    let pair = |value: fn(&Axis) -> usize| {
        let [height, width] = [&windows.axes()[0], &windows.axes()[1]].map(value);
        if height == width { height.to_string() } else { format!("({height}, {width})") }
    };
    lines.push(format!(
        "`{}`: kernel {}, dilation {}, padding {}, stride {}.",
        windows.type_name(),
        pair(Axis::kernel),
        pair(Axis::dilation),
        pair(Axis::pad_before),
        pair(Axis::stride),
    ));
    let name = |size: &Size| match size {
        Size::Fixed(size) => size.to_string(),
        Size::Generic(name) => name.to_uppercase(),
    };
    let [channels, height, width] = [windows.channels(), windows.axes()[0].size(), windows.axes()[1].size()].map(name);
    let blocks = windows.blocks().map_or_else(
        || {
            let [rows, columns] =
                [(&windows.axes()[0], &height), (&windows.axes()[1], &width)].map(|(axis, size)| axis.symbolic(size));
            format!("({rows}) * ({columns})")
        },
        |blocks| blocks.to_string(),
    );
    let (image, matrix) =
        (format!("{channels} × {height} × {width}"), format!("{channels} * {} × {blocks}", windows.taps()));
    let (input, output) = match windows.op() {
        WindowsOp::Unfold => (image, matrix),
        WindowsOp::Fold => (matrix, image),
    };
    lines.extend([String::new(), "| | |".into(), "|---|---|".into()]);
    lines.extend([format!("| input | {input} |"), format!("| output | {output} |")]);
    lines
}
