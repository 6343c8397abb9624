//! Weights and biases that a model computes from other tensors: none of these is the weight or the
//! bias, whatever its shape.
//!
//! `torch.nn.utils` keeps what a parametrization computes a weight from in place of the weight. A
//! direction without its norm has the weight's name, nearly, and its shape: taken for the weight,
//! it would give other numbers without a word.

use super::archive::Archive;
use crate::words::{join, quote};

/// How a weight is computed from other tensors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parametrized {
    technique: Technique,
    /// What the module calls the tensor that is computed: `weight` or `bias`.
    name: String,
    /// The tensors that it is computed from.
    parts: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Technique {
    /// `torch.nn.utils.parametrizations`, whatever is computed.
    Registered,
    /// `torch.nn.utils.weight_norm`.
    WeightNorm,
    /// `torch.nn.utils.spectral_norm`.
    SpectralNorm,
    /// `torch.nn.utils.prune`.
    Pruned,
}

/// What stands in place of a tensor in the file of each kind: the suffixes of all parts.
const PARTS: [(Technique, &[&str]); 3] = [
    (Technique::WeightNorm, &["_g", "_v"]),
    (Technique::SpectralNorm, &["_orig", "_u", "_v"]),
    (Technique::Pruned, &["_orig", "_mask"]),
];

impl Parametrized {
    /// How the tensor of this name, which the file does not have, is computed from those that it
    /// has.
    pub(crate) fn of(tensor: &str, archive: &Archive) -> Option<Self> {
        let (module, name) = split(tensor);
        let registered = format!("{module}parametrizations.{name}.original");
        let parts: Vec<String> =
            ["", "0", "1"].map(|at| format!("{registered}{at}")).into_iter().filter(|part| archive.has(part)).collect();
        if !parts.is_empty() {
            return Some(Self { technique: Technique::Registered, name: name.to_owned(), parts });
        }
        PARTS.iter().find_map(|(kind, suffixes)| {
            let parts: Vec<String> = suffixes.iter().map(|suffix| format!("{tensor}{suffix}")).collect();
            let all = parts.iter().all(|part| archive.has(part));
            all.then(|| Self { technique: *kind, name: name.to_owned(), parts })
        })
    }

    /// The weight that is computed from the tensor of this name, which the file has, among others.
    pub(crate) fn with(part: &str, archive: &Archive) -> Option<Self> {
        let (module, name) = split(part);
        let whole = match module.strip_suffix('.').map(split) {
            Some((parametrizations, of)) if parametrizations.ends_with("parametrizations.") => {
                let module = parametrizations.strip_suffix("parametrizations.").unwrap_or_default();
                format!("{module}{of}")
            }
            _ => {
                let mut suffixes = PARTS.iter().flat_map(|(_, suffixes)| *suffixes);
                let name = suffixes.find_map(|suffix| name.strip_suffix(suffix))?;
                format!("{module}{name}")
            }
        };
        Self::of(&whole, archive).filter(|found| found.parts.iter().any(|found| found == part))
    }

    /// Which tensors these are, and what they are.
    pub(crate) fn describe(&self) -> String {
        let kind = match self.technique {
            Technique::Registered => "a parametrization",
            Technique::WeightNorm => "a weight normalisation",
            Technique::SpectralNorm => "a spectral normalisation",
            Technique::Pruned => "a pruning",
        };
        let parts: Vec<String> = self.parts.iter().map(|part| quote(part)).collect();
        let are = if parts.len() == 1 { "is" } else { "are" };
        format!("{} {are} {kind}, from which {} is computed", join(&parts, "and"), self.whole())
    }

    /// What is computed: the weight or the bias, or the tensor by its name.
    fn whole(&self) -> String {
        match &*self.name {
            name @ ("weight" | "bias") => format!("the {name}"),
            name => quote(name),
        }
    }

    /// How to have the tensor itself in the file.
    pub(crate) fn way_out(&self) -> String {
        // Where a function has a default, it is the weight.
        let name = quote(&self.name);
        let name = name.trim_matches('`');
        let named = if name == "weight" { String::new() } else { format!(", \"{name}\"") };
        let call = match self.technique {
            Technique::Registered => format!("parametrize.remove_parametrizations(module, \"{name}\")"),
            Technique::WeightNorm => format!("remove_weight_norm(module{named})"),
            Technique::SpectralNorm => format!("remove_spectral_norm(module{named})"),
            Technique::Pruned => format!("prune.remove(module, \"{name}\")"),
        };
        format!("remove the parametrization before saving: `torch.nn.utils.{call}`")
    }
}

/// A module's name with its dot, and the name of one of its tensors.
fn split(tensor: &str) -> (&str, &str) {
    tensor.rfind('.').map_or(("", tensor), |dot| tensor.split_at(dot.saturating_add(1)))
}
