//! The source text that puts a generated type behind the interfaces of `conv_layer_golden::form`.

/// On what a layer runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ways {
    /// On the best instruction set.
    Best,
    /// On the best one, and on each that the CPU has.
    Native,
    /// On emulated vectors, as each instruction set would.
    Emulated,
}

impl Ways {
    /// What the generated module needs.
    pub(crate) fn names(self) -> &'static str {
        match self {
            Self::Best => ", Facts, Native",
            Self::Native => ", EveryIsa, Facts, Isa, Native",
            Self::Emulated => ", Call, Emulated, Isa, dispatch",
        }
    }

    /// The function of `conv_layer_golden::check`.
    pub(crate) fn check(self) -> &'static str {
        match self {
            Self::Best => "best_isa",
            Self::Native => "every_isa",
            Self::Emulated => "emulated",
        }
    }
}

/// The shapes of a case, without its batch.
pub(crate) struct Form {
    pub(crate) input: Vec<usize>,
    pub(crate) output: Vec<usize>,
    pub(crate) weight: Vec<usize>,
    pub(crate) bias: bool,
}

impl Form {
    /// The implementations for the type `name`, whose input size is fixed or not.
    pub(crate) fn implementation(&self, name: &str, fixed: bool, ways: Ways) -> String {
        let size = if fixed { String::new() } else { format!("{:?}, ", &self.input[1..]) };
        let mut text = self.form(name);
        if ways == Ways::Emulated {
            text += &self.emulated(name);
        } else {
            text += &self.native(name, fixed, &size);
        }
        if ways == Ways::Native {
            text += &every_isa(name, &size);
        }
        text
    }

    fn form(&self, name: &str) -> String {
        // The outermost axis of the weights is what is left after cutting along the others.
        let cut = cut(&self.weight[1..]);
        let (bias, slices, arrays) = if self.bias {
            ("bias", "weight, bias.ok_or(BIAS)?", "array, bias.ok_or(BIAS)?.try_into()?")
        } else {
            ("_bias", "weight", "array")
        };
        format!(
            "
    impl Form for {name} {{
        fn make(weight: &[f32], {bias}: Option<&[f32]>) -> Made<Self> {{
            let layer = Self::from_slices({slices})?;
            let array = weight{cut}.try_into()?;
            let mut loaded = Self::ZERO;
            loaded.load({slices})?;
            let new = Self::new({arrays});
            let boxed = {name}::boxed({arrays});
            let boxed_from_slices = {name}::boxed_from_slices({slices})?;
            let others = [loaded.weights(), new.weights(), boxed.weights(), boxed_from_slices.weights()];
            assert!(others.into_iter().all(|other| other == layer.weights()), \"made in another way\");
            Ok(layer)
        }}
    }}
"
        )
    }

    fn native(&self, name: &str, fixed: bool, size: &str) -> String {
        let facts = self.facts(fixed);
        let input_cut = cut(&self.input);
        let output_cut = cut(&self.output).replace("chunks", "chunks_mut");
        format!(
            "
    impl Native for {name} {{
        fn facts() -> Facts {{
            {facts}
        }}

        fn slice(&self, input: &[f32], output: &mut [f32]) -> Result<(), Error> {{
            self.forward_slice({size}input, output)
        }}

        fn batch(&self, input: &[f32], output: &mut [f32]) -> Result<(), Error> {{
            self.forward_batch(input{input_cut}, output{output_cut})
        }}

        fn samples(&self, input: &[f32], output: &mut [f32]) {{
            for (input, output) in input{input_cut}.iter().zip(output{output_cut}) {{
                self.forward(input, output);
            }}
        }}
    }}
"
        )
    }

    fn facts(&self, fixed: bool) -> String {
        let (input, output, macs) = if fixed {
            ("Self::INPUT_SHAPE.to_vec()".to_owned(), "Self::OUTPUT_SHAPE.to_vec()".to_owned(), "Some(Self::MACS)")
        } else {
            let size = format!("Self::output_size({:?}).expect(\"the case's size\")", &self.input[1..]);
            let output = format!("[[Self::WEIGHT_SHAPE[0]].as_slice(), &{size}].concat()");
            (format!("vec!{:?}", self.input), output, "None")
        };
        format!(
            "Facts {{
                weight: Self::WEIGHT_SHAPE.to_vec(),
                input: {input},
                output: {output},
                parameters: Self::PARAMETERS,
                macs: {macs},
            }}"
        )
    }

    fn emulated(&self, name: &str) -> String {
        let mut size = [1; 3];
        let spatial = &self.input[1..];
        size[3 - spatial.len()..].copy_from_slice(spatial);
        format!(
            "
    impl Emulated for {name} {{
        fn emulated(&self, isa: Isa, input: &[f32], output: &mut [f32]) -> Result<(), Error> {{
            let call = Call {{ input, output, weights: self.weights().as_slice(), bias: None, size: {size:?} }};
            dispatch::run_emulated::<{name}>(isa, call)
        }}
    }}
"
        )
    }
}

fn every_isa(name: &str, size: &str) -> String {
    format!(
        "
    impl EveryIsa for {name} {{
        fn on(&self, isa: Isa, input: &[f32], output: &mut [f32]) -> Result<(), Error> {{
            self.forward_on(isa, {size}input, output)
        }}
    }}
"
    )
}

/// Calls that cut a slice into arrays where it lies, innermost axis first, so that no array is ever on the stack.
fn cut(shape: &[usize]) -> String {
    shape.iter().rev().fold(String::new(), |cut, n| cut + &format!(".as_chunks::<{n}>().0"))
}
