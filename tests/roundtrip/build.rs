//! Writes a module with a layer and its test for every specification that `PyTorch` has built, and
//! for those with weights of moderate size a second layer, from the call that the specification
//! stands for, with `PyTorch`'s weights in the program.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/cases.jsonl");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SPECS}");
    let mut text = String::new();
    let mut specs = Vec::new();
    for line in fs::read_to_string("data/cases.jsonl")?.lines() {
        let case = Case { line: serde_json::from_str(line)? };
        for spec in case.line["specs"].as_array().ok_or("a case without specifications")? {
            let spec = spec.as_str().ok_or("a path that is no string")?;
            writeln!(text, "{}", case.module(spec)?)?;
            specs.push(spec.to_owned());
        }
    }
    writeln!(text, "/// The specifications of all modules.\nconst SPECS: &[&str] = &{specs:?};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("layers.rs"), text)?;
    Ok(())
}

const SPECS: &str = "../../layer_specs";

struct Case {
    line: Value,
}

impl Case {
    fn module(&self, spec: &str) -> Result<String, Box<dyn Error>> {
        let module: String = spec.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect();
        let name = self.line["name"].as_str().ok_or("a case without a name")?;
        let number = if self.line["dtype"] == "float64" { "f64" } else { "f32" };
        let body = if self.line["weight_shape"].is_null() { self.windows() } else { self.layer(spec) }?;
        let trained = match self.trained(name, spec)? {
            Some(call) => format!("\n        struct Trained = {call};"),
            None => String::new(),
        };
        Ok(format!(
            "mod {module} {{
    use super::Case;

    conv_layer::conv_layer! {{
        struct Layer = \"{SPECS}/{spec}\";{trained}
    }}

    #[test]
    fn agrees() {{
        let case = Case::<{number}>::read({name:?});
{body}    }}
}}
"
        ))
    }

    /// A layer with weights: in both forms, on slices and on arrays. A large one runs in one way,
    /// and that of its JSON file, which says the same as the TOML file, not at all.
    fn layer(&self, spec: &str) -> Result<String, Box<dyn Error>> {
        let (input, output) = (self.shape("input_shape")?, self.shape("output_shape")?);
        let bias = if self.line["bias"] == true { "&case.bias(), " } else { "" };
        let mut text = String::from("        assert_eq!(Layer::WEIGHT_SHAPE[..], *case.weight_shape());\n");
        let size = if self.is_fixed() {
            text += SHAPES;
            String::new()
        } else {
            writeln!(text, "        assert_eq!(Layer::output_size({:?}), Ok({:?}));", &input[1..], &output[1..])?;
            format!("{:?}, ", &input[1..])
        };
        let every_way = self.line["every_way"] == true;
        if self.is_twin(spec) && !every_way {
            return Ok(text);
        }
        writeln!(
            text,
            "        let layer = Layer::boxed_from_slices(&case.weight(), {bias}).unwrap();
        case.hold(\"forward_slice\", |input, output| layer.forward_slice({size}input, output).unwrap());"
        )?;
        if every_way {
            let arrays = arrays(&self.array(0, &input)?, &self.array(1, &output)?);
            writeln!(
                text,
                "        case.hold(\"forward_batch\", |input, output| layer.forward_batch({arrays}).unwrap());"
            )?;
            // The functional form is for contiguous layers.
            if self.line["memory_format"].is_null() {
                writeln!(
                    text,
                    "        case.hold(\"functional_slice\", |input, output| {{
            Layer::functional_slice({size}input, &case.weight(), {bias}output).unwrap();
        }});"
                )?;
            }
        }
        if self.has_trained(spec) {
            writeln!(
                text,
                "        case.hold(\"pretrained\", |input, output| {{
            Trained::pretrained().forward_slice({size}input, output).unwrap();
        }});"
            )?;
        }
        Ok(text)
    }

    /// The JSON file beside a TOML file.
    fn is_twin(&self, spec: &str) -> bool {
        is_json(spec) && self.line["specs"].as_array().is_some_and(|specs| specs.len() > 1)
    }

    fn has_trained(&self, spec: &str) -> bool {
        self.line["parameters"] == "state_dict" && self.line["every_way"] == true && !self.is_twin(spec)
    }

    /// The specification as a call in Python, with the file of `PyTorch`'s weights.
    fn trained(&self, name: &str, spec: &str) -> Result<Option<String>, Box<dyn Error>> {
        if !self.has_trained(spec) {
            return Ok(None);
        }
        let text = fs::read_to_string(format!("{SPECS}/{spec}"))?;
        let mut arguments: Map<String, Value> =
            if is_json(spec) { serde_json::from_str(&text)? } else { toml::from_str(&text)? };
        arguments.remove("$schema");
        arguments.insert("weights".to_owned(), format!("data/state_dicts/{name}.safetensors").into());
        let class = arguments.remove("type").ok_or("a specification without a class")?;
        let class = class.as_str().ok_or("a class that is no string")?;
        let arguments: Vec<String> = arguments.iter().map(|(key, value)| format!("{key}={}", python(value))).collect();
        Ok(Some(format!("nn.{class}({})", arguments.join(", "))))
    }

    /// A layer without weights.
    fn windows(&self) -> Result<String, Box<dyn Error>> {
        let (input, output) = (self.shape("input_shape")?, self.shape("output_shape")?);
        let image = if self.line["class"] == "Fold" { &output } else { &input };
        let mut text = String::new();
        let arrays = arrays(&input, &output);
        let size = if self.is_fixed() {
            text += SHAPES;
            writeln!(
                text,
                "        case.hold(\"forward_batch\", |input, output| Layer::new().forward_batch({arrays}).unwrap());"
            )?;
            String::new()
        } else {
            format!("{image:?}, ")
        };
        writeln!(
            text,
            "        case.hold(\"forward_slice\", |input, output| Layer::new().forward_slice({size}input, output).unwrap());"
        )?;
        Ok(text)
    }

    fn is_fixed(&self) -> bool {
        self.line["fixed"] == true
    }

    /// The shape of an array in the memory format of the input, 0, or of the output, 1.
    fn array(&self, side: usize, shape: &[usize]) -> Result<Vec<usize>, Box<dyn Error>> {
        let (channels, spatial) = shape.split_first().ok_or("a shape without channels")?;
        let block = if self.line["dtype"] == "float64" { 8 } else { 16 };
        match self.line["memory_format"][side].as_str() {
            None | Some("contiguous_format") => Ok(shape.to_vec()),
            Some("channels_last") => Ok([spatial, &[*channels]].concat()),
            Some("blocked") => Ok([&[channels / block], spatial, &[block]].concat()),
            Some(format) => Err(format!("unknown memory format {format}").into()),
        }
    }

    fn shape(&self, key: &str) -> Result<Vec<usize>, Box<dyn Error>> {
        let sizes = self.line[key].as_array().ok_or("a shape that is no list")?;
        sizes.iter().map(|size| Ok(usize::try_from(size.as_u64().ok_or("a size that is no number")?)?)).collect()
    }
}

const SHAPES: &str = "        assert_eq!(Layer::INPUT_SHAPE[..], *case.input_shape());
        assert_eq!(Layer::OUTPUT_SHAPE[..], *case.output_shape());
";

fn is_json(spec: &str) -> bool {
    Path::new(spec).extension().is_some_and(|extension| extension == "json")
}

/// A value as Python writes it, but with double quotes: the single ones of
/// a word are no Rust token.
fn python(value: &Value) -> String {
    match value {
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(values) => values.iter().fold("(".to_owned(), |list, value| list + &python(value) + ", ") + ")",
        _ => value.to_string(),
    }
}

/// Input and output cut into arrays where they lie, innermost axis first.
fn arrays(input: &[usize], output: &[usize]) -> String {
    let cut = |shape: &[usize], chunks: &str| {
        shape.iter().rev().fold(String::new(), |cut, n| cut + &format!(".{chunks}::<{n}>().0"))
    };
    format!("input{}, output{}", cut(input, "as_chunks"), cut(output, "as_chunks_mut"))
}
