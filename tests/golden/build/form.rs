//! The source text that puts a generated type behind the interface of `conv_layer_golden::form`.

/// A type and the shapes of the data it is for, without the batch.
pub(crate) struct Form<'a> {
    /// Name of the type.
    pub(crate) name: &'a str,
    /// `f32` or `f64`.
    pub(crate) number: &'a str,
    /// Of the input; channels first.
    pub(crate) input: &'a [usize],
    /// Of the output; channels first.
    pub(crate) output: &'a [usize],
    /// Of the arrays of a call, in the layer's memory format.
    pub(crate) arrays: [Vec<usize>; 2],
    /// As `PyTorch` has it; layers without weights have none.
    pub(crate) weight: Option<&'a [usize]>,
    /// Whether there is a bias.
    pub(crate) bias: bool,
    /// Whether the size of the input is fixed; otherwise calls on slices take it.
    pub(crate) fixed: bool,
    /// Of a layer without weights and of any size: the image that calls on slices
    /// take, channels, height, width.
    pub(crate) image: &'a [usize],
}

/// Ways to compute, by the names of the lists that they are in: a name and an expression of
/// `layer`, `data` and perhaps `isa`.
#[derive(Default)]
pub(crate) struct Ways {
    pub(crate) best: Vec<(&'static str, String)>,
    pub(crate) native: Vec<(&'static str, String)>,
    pub(crate) emulated: Vec<(&'static str, String)>,
}

impl Form<'_> {
    /// The implementation for the type.
    pub(crate) fn implementation(&self, ways: &Ways) -> String {
        let Self { name, number, .. } = self;
        let (best, native, emulated) = (
            list("|layer, data|", &ways.best),
            list("|layer, isa, data|", &ways.native),
            list("|layer, isa, data|", &ways.emulated),
        );
        format!(
            "
    impl Form for {name} {{
        type Number = {number};
        const BEST: &'static [Way<Self>] = {best};
        #[cfg(target_arch = \"x86_64\")]
        const NATIVE: &'static [WayOn<Self>] = {native};
        #[cfg(not(target_arch = \"x86_64\"))]
        const NATIVE: &'static [WayOn<Self>] = &[];
        const EMULATED: &'static [WayOn<Self>] = {emulated};

        fn facts() -> Facts {{
            Facts {{ {} }}
        }}

        {}
    }}
",
            self.facts(),
            self.make(),
        )
    }

    /// On slices.
    pub(crate) fn forward_slice(&self) -> (&'static str, String) {
        ("forward_slice", format!("layer.forward_slice({}data.input, data.output)", self.size()))
    }

    /// On arrays, all samples at once.
    pub(crate) fn forward_batch(&self) -> (&'static str, String) {
        let [input, output] = self.cut_samples();
        ("forward_batch", format!("layer.forward_batch(data.input{input}, data.output{output})"))
    }

    /// On arrays, sample by sample.
    pub(crate) fn forward(&self) -> (&'static str, String) {
        ("forward", self.each_sample("layer.forward(input, output)"))
    }

    /// On slices, with the weights.
    pub(crate) fn functional_slice(&self) -> (&'static str, String) {
        let bias = if self.bias { "data.bias.expect(BIAS), " } else { "" };
        let size = self.size();
        ("functional_slice", format!("Self::functional_slice({size}data.input, data.weight, {bias}data.output)"))
    }

    /// On arrays, with the weights, sample by sample.
    pub(crate) fn functional(&self) -> (&'static str, String) {
        let [weight, bias] = self.arrays("data.weight", "data.bias");
        ("functional", self.each_sample(&format!("Self::functional(input, {weight}, {bias}output)")))
    }

    /// On slices, on an instruction set.
    pub(crate) fn forward_on(&self) -> (&'static str, String) {
        ("forward_on", format!("layer.on(isa).forward_slice({}data.input, data.output)", self.size()))
    }

    /// With the weights, on an instruction set, below the generated methods.
    pub(crate) fn functional_on(&self) -> (&'static str, String) {
        let Self { name, .. } = self;
        ("functional_on", format!("dispatch::run_on::<Functional<PlanOf<{name}>>>(isa, {})", self.call(true)))
    }

    /// The plan of an instruction set on plain arrays.
    pub(crate) fn forward_emulated(&self) -> (&'static str, String) {
        ("forward_emulated", format!("dispatch::run_emulated::<PlanOf<{}>>(isa, {})", self.name, self.call(false)))
    }

    /// With the weights, on plain arrays of as many lanes as AVX-512 has.
    pub(crate) fn functional_avx512(&self) -> (&'static str, String) {
        let Self { name, number, .. } = self;
        let simd = format!("Emulated::<{{ 64 / size_of::<{number}>() }}>");
        let checked = format!("<Functional<PlanOf<{name}>>>::check({}, &mut None)", self.call(true));
        let kernel = format!("<Functional<PlanOf<{name}>>>::avx512({simd}, call)");
        ("functional_avx512", format!("{checked}.and_then(|call| {kernel}.map_err(Error::from))"))
    }

    /// A call as generated methods make it.
    fn call(&self, functional: bool) -> String {
        let spatial = &self.input[1..];
        let mut size = [1; 3];
        size[3 - spatial.len()..].copy_from_slice(spatial);
        let weights = if functional {
            "weights: data.weight, bias: data.bias"
        } else {
            "weights: layer.weights().as_slice(), bias: None"
        };
        format!("Call {{ input: data.input, output: data.output, {weights}, size: {size:?} }}")
    }

    /// The size that calls on slices take.
    fn size(&self) -> String {
        match (self.fixed, self.weight) {
            (true, _) => String::new(),
            (false, Some(_)) => format!("{:?}, ", &self.input[1..]),
            (false, None) => format!("{:?}, ", self.image),
        }
    }

    /// Calls that cut slices into samples where they lie.
    fn cut_samples(&self) -> [String; 2] {
        let [input, output] = &self.arrays;
        [cut(input), cut(output).replace("chunks", "chunks_mut")]
    }

    fn each_sample(&self, call: &str) -> String {
        let [input, output] = self.cut_samples();
        format!(
            "{{
                for (input, output) in data.input{input}.iter().zip(data.output{output}) {{
                    {call};
                }}
                Ok(())
            }}"
        )
    }

    /// Weight and bias as arrays, where they lie, and what separates the
    /// bias from a further argument.
    fn arrays(&self, weight: &str, bias: &str) -> [String; 2] {
        let shape = self.weight.unwrap_or_default();
        let bias_cut = match (self.bias, self.output.first()) {
            (true, Some(outputs)) => format!("&{bias}.expect(BIAS).as_chunks::<{outputs}>().0[0], "),
            _ => String::new(),
        };
        [format!("&{weight}{}[0]", cut(shape)), bias_cut]
    }

    fn make(&self) -> String {
        let Self { name, number, .. } = self;
        if self.weight.is_none() {
            return format!(
                "fn make(_: &[{number}], _: Option<&[{number}]>) -> Result<Self, Error> {{
            Ok(Self::new())
        }}"
            );
        }
        let [weight, bias] = self.arrays("weight", "bias");
        let arrays = format!("{weight}, {bias}");
        let arrays = arrays.trim_end_matches(", ");
        let (parameter, slices) = if self.bias { ("bias", "weight, bias.expect(BIAS)") } else { ("_", "weight") };
        format!(
            "fn make(weight: &[{number}], {parameter}: Option<&[{number}]>) -> Result<Self, Error> {{
            let layer = Self::from_slices({slices})?;
            let mut loaded = Self::ZERO;
            loaded.load({slices})?;
            let new = Self::new({arrays});
            let boxed = {name}::boxed({arrays});
            let boxed_from_slices = {name}::boxed_from_slices({slices})?;
            let others = [loaded.weights(), new.weights(), boxed.weights(), boxed_from_slices.weights()];
            assert!(others.into_iter().all(|other| other == layer.weights()), \"made in another way\");
            Ok(layer)
        }}"
        )
    }

    fn facts(&self) -> String {
        let fixed = |constant: &str| {
            if self.fixed { format!("Some(Self::{constant})") } else { "None".to_owned() }
        };
        let (shape, spatial) = (|constant| fixed(&format!("{constant}.to_vec()")), &self.input[1..]);
        let input = shape("INPUT_SHAPE");
        if self.weight.is_none() {
            let output = shape("OUTPUT_SHAPE");
            let size = |function| {
                format!("Some(Self::{function}({:?}).expect(\"the size of the data\").to_vec())", self.image)
            };
            // Of any size, the one that follows from the image.
            let (input, output) = match (self.fixed, self.image == self.input) {
                (true, _) => (input, output),
                (false, true) => (input, size("output_size")),
                (false, false) => (size("input_size"), output),
            };
            return format!("weight: None, input: {input}, output: {output}, parameters: None, macs: None");
        }
        let output = if self.fixed {
            shape("OUTPUT_SHAPE")
        } else {
            // Nothing generated says the number of channels: it is at different
            // places of the weights' shape.
            let channels = self.output[0];
            let size = format!("Self::output_size({spatial:?}).expect(\"the size of the data\")");
            format!("Some([[{channels}].as_slice(), &{size}].concat())")
        };
        format!(
            "weight: Some(Self::WEIGHT_SHAPE.to_vec()), input: {input}, output: {output}, \
             parameters: Some(Self::PARAMETERS), macs: {}",
            fixed("MACS"),
        )
    }
}

fn list(parameters: &str, ways: &[(&str, String)]) -> String {
    let entries: Vec<String> = ways
        .iter()
        .map(|(name, body)| {
            // What a way has no use for has no name.
            let parameters =
                if body.contains("layer.") { parameters.to_owned() } else { parameters.replace("layer", "_") };
            format!("\n            ({name:?}, {parameters} {body}),")
        })
        .collect();
    if entries.is_empty() { "&[]".to_owned() } else { format!("&[{}\n        ]", entries.concat()) }
}

/// Calls that cut a slice into arrays where it lies, innermost axis first, so that
/// no array is ever on the stack.
fn cut(shape: &[usize]) -> String {
    shape.iter().rev().fold(String::new(), |cut, n| cut + &format!(".as_chunks::<{n}>().0"))
}
