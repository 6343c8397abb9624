//! From a specification, in a file or in the source code, to a layer that is ready to be generated,
//! or to all that is wrong with it.
//!
//! This is the pipeline behind the macro `conv_layer!`, without rustc: [`build`] finds and reads
//! the file, lets `conv-spec` check what it says and plan the layer, and packs the trained weights
//! that it names. Whoever calls it decides where messages are shown. Everything that files from
//! users need stands here: which folders may be read, how large files may be, and which files have
//! to be watched because the result depends on them.
//!
//! ```
//! use conv_build::{Built, Folders, Source, build};
//!
//! let source = Source::Inline { text: "nn.Conv1d(4, 6, 3, strides=2)", layer: "stem" };
//! let Built { result, .. } = build(&source, &Folders::of_cargo());
//! let messages = result.unwrap_err();
//! assert_eq!(messages[0].span, Some(19..26));
//! assert!(messages[0].text.starts_with("unknown argument `strides`"));
//! ```

#![forbid(unsafe_code)]

mod file;
mod message;
mod missing;
mod place;
mod refused;
mod roots;
mod weights;

pub use message::Message;
pub use place::{Base, Folders, Place};

use std::path::Path;

use conv_plan::Plan;
use conv_spec::tensors::{self, Packed};
use conv_spec::{Checked, Format, Layer, Report, Windows};

/// Where a layer is specified.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// In a file, by whose name the layer's tensors are called.
    File(&'a Place),
    /// In the text itself, as a call of PyTorch's constructor.
    Inline {
        /// The call.
        text: &'a str,
        /// What the layer's tensors are called, unless the call says otherwise.
        layer: &'a str,
    },
}

/// What has come of a specification.
#[derive(Clone, Debug)]
pub struct Built {
    /// What is ready to be generated, or all that is wrong: at least one message, in the order of
    /// the text.
    pub result: Result<Specified, Vec<Message>>,
    /// What the user should know although nothing is wrong.
    pub warnings: Vec<Message>,
    /// Files that exist and that the result depends on, whatever it is.
    pub watched: Vec<Place>,
}

/// What a specification describes, with everything that code is generated from.
#[derive(Clone, Debug)]
pub enum Specified {
    /// A layer with weights.
    Layer {
        /// The layer.
        layer: Layer,
        /// Its kernels and the layout of its weights.
        plan: Plan,
        /// Its trained weights, where the specification names a file with them.
        trained: Option<Packed>,
    },
    /// `Unfold` or `Fold`.
    Windows(Windows),
}

/// Builds what is specified. Files are looked for in `folders`.
#[must_use]
pub fn build(source: &Source, folders: &Folders) -> Built {
    match *source {
        Source::Inline { text, layer } => {
            let source = conv_spec::Source { name: "inline", text, format: Format::Call };
            // Whoever writes a call often counts from the source file.
            let told = |told: Told| match told {
                Told::Mistakes(report) => report.diagnostics().iter().map(Message::inline).collect(),
                Told::Note(span, text) => vec![Message { span: Some(span), text }],
            };
            Pipeline { source, layer, beside: "src", folders, watched: Vec::new() }.run(told)
        }
        Source::File(place) => {
            let name = place.name();
            let file = match file::read(place, folders) {
                Ok(file) => file,
                Err(refused) => {
                    let text = refused.text(&name);
                    let result = Err(vec![Message { span: None, text }]);
                    return Built { result, warnings: Vec::new(), watched: refused.watched };
                }
            };
            let source = conv_spec::Source { name: &name, text: &file.text, format: file.format };
            let layer = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy();
            let beside = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let told = |told: Told| match told {
                Told::Mistakes(report) => {
                    report.diagnostics().iter().map(|mistake| Message::drawn(mistake, &source)).collect()
                }
                Told::Note(_, text) => vec![Message { span: None, text }],
            };
            Pipeline { source, layer: &layer, beside, folders, watched: file.watched }.run(told)
        }
    }
}

/// What the user is told of a specification, before it is known where.
enum Told {
    Mistakes(Report),
    /// About these bytes.
    Note(std::ops::Range<usize>, String),
}

/// The way of a text to a layer.
struct Pipeline<'a> {
    source: conv_spec::Source<'a>,
    /// What the layer's tensors are called.
    layer: &'a str,
    /// The folder that the user may have counted from.
    beside: &'a str,
    folders: &'a Folders,
    watched: Vec<Place>,
}

impl Pipeline<'_> {
    /// `told` gives messages the form that goes with the source.
    fn run(mut self, told: impl Fn(Told) -> Vec<Message>) -> Built {
        let mut warnings = Vec::new();
        let result = self.specified().map_err(|report| told(Told::Mistakes(report)));
        let result = result.map(|(specified, note)| {
            warnings.extend(note.into_iter().flat_map(told));
            specified
        });
        Built { result, warnings, watched: self.watched }
    }

    /// What is specified, and what is to be said of it.
    fn specified(&mut self) -> Result<(Specified, Option<Told>), Report> {
        let layer = match conv_spec::check_any(&self.source)? {
            Checked::Layer(layer) => layer,
            Checked::Windows(windows) => return Ok((Specified::Windows(windows), None)),
        };
        let plan = Plan::new(&layer)?;
        let (trained, note) = self.trained(&layer, &plan)?.unzip();
        Ok((Specified::Layer { layer, plan, trained }, note.flatten()))
    }

    /// The layer's weights, if its specification names some, and what is to be said of them.
    fn trained(&mut self, layer: &Layer, plan: &Plan) -> Result<Option<(Packed, Option<Told>)>, Report> {
        let Some(named) = layer.weights_file() else { return Ok(None) };
        let path = named.path();
        let file = weights::open(path, self.beside, self.folders).map_err(|refused| {
            let report = tensors::unreadable(named, &refused.reason, &refused.helps);
            self.watched.extend(refused.watched);
            report
        })?;
        self.watched.extend(file.watched.iter().cloned());
        let archive = weights::archive(named, &file)?;
        let packed = archive.pack(named, layer, plan.packing(), self.layer, &file)?;
        let notes = packed.notes();
        let note = (!notes.is_empty()).then(|| Told::Note(named.span(), format!("{path}: {}", notes.join("; "))));
        Ok(Some((packed, note)))
    }
}
