//! Files in the safetensors format: a header in JSON, then the tensors' bytes.
//!
//! Written by hand, on top of the JSON reader that is here anyway: it refuses
//! whatever the [format](https://github.com/huggingface/safetensors#format) forbids,
//! in words, and no file makes it panic.

use std::collections::BTreeMap;
use std::ops::Range;

use super::file::{self, File};
use super::foreign::{Foreign, HEAD};
use super::values::{MAX_VALUES, values};
use crate::layer::WeightsFile;
use crate::mistakes::Mistakes;
use crate::read::json;
use crate::tree::{Kind, Value};
use crate::words::quote;
use crate::{Diagnostic, Report};

/// The longest header that the format allows.
const MAX_HEADER: u64 = 100_000_000;

/// Axes of a tensor that are read: no layer's has more than five.
const MAX_AXES: usize = 8;

/// Bytes of the header's length.
const LENGTH: u64 = 8;

/// A tensor as the file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tensor {
    /// The format's name of the number type.
    pub(crate) dtype: String,
    pub(crate) shape: Vec<u64>,
    /// Where it is in the file: row-major, little-endian; as many bytes as type and shape ask for,
    /// if the type is known.
    pub(crate) range: Range<u64>,
}

/// What a file of weights has, as its header says: names, types, shapes and places of tensors, not
/// their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    tensors: BTreeMap<String, Tensor>,
    /// The header with its length before it.
    head: Vec<u8>,
    /// Bytes of the file.
    length: u64,
}

/// Why a file is none that can be used.
#[derive(Debug, PartialEq, Eq)]
enum Refused {
    /// It is of another format.
    Foreign(Foreign),
    /// It would be of this one, but for this.
    Broken(String),
    /// It has a header of so many bytes.
    LongHeader(u64),
    /// It is of this one, but has more than is read.
    Beyond(String),
    /// It cannot be read.
    Unreadable(String),
}

impl Archive {
    /// Reads the header of the file that `weights` names.
    ///
    /// # Errors
    ///
    /// Why the file is none in the safetensors format, at the place of the specification that names
    /// it.
    pub fn read<F: File + ?Sized>(weights: &WeightsFile, file: &F) -> Result<Self, Report> {
        read(file).map_err(|refused| refused.report(weights))
    }

    /// Whether this is what the file has: its length and header are the same, byte by byte.
    ///
    /// Reading a header again takes far less time than making sense of it.
    #[must_use]
    pub fn is_of<F: File + ?Sized>(&self, file: &F) -> bool {
        let head = u64::try_from(self.head.len()).unwrap_or(u64::MAX);
        file.length() == self.length && file.bytes(0..head).is_ok_and(|head| *head == *self.head)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Tensor> {
        self.tensors.get(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    pub(crate) fn tensors(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.tensors.iter().map(|(name, tensor)| (name.as_str(), tensor))
    }
}

impl Refused {
    fn report(self, weights: &WeightsFile) -> Report {
        let message = match self {
            Self::Unreadable(_) => "the file of `weights` cannot be read",
            Self::Beyond(_) => "the file of `weights` has more in its header than is read",
            _ => "the file of `weights` is not in the safetensors format",
        };
        let diagnostic = Diagnostic::new(weights.span(), message);
        Report::from(match self {
            Self::Foreign(foreign) => {
                diagnostic.with_label(format!("it looks like {}", foreign.noun())).with_help(foreign.way_out())
            }
            Self::Broken(reason) => diagnostic.with_label(reason).with_help(SAVE),
            Self::LongHeader(bytes) => diagnostic
                .with_label(format!("its header has {bytes} bytes, of which the format allows {MAX_HEADER}"))
                .with_help(SAVE_LESS),
            Self::Beyond(reason) => diagnostic.with_label(reason).with_help(SAVE_LESS),
            Self::Unreadable(reason) => diagnostic.with_label(reason),
        })
    }
}

/// How a file of weights is written.
pub(crate) const SAVE: &str =
    "save the weights with `safetensors.torch.save_file(module.state_dict(), \"….safetensors\")`";

/// The way out where a header is too long.
const SAVE_LESS: &str = "save fewer tensors, or less metadata, in one file";

fn broken(reason: impl Into<String>) -> Refused {
    Refused::Broken(reason.into())
}

fn read<F: File + ?Sized>(file: &F) -> Result<Archive, Refused> {
    let head = head(file)?;
    let header = usize::try_from(LENGTH).ok().and_then(|length| head.get(length..)).unwrap_or_default();
    let header = std::str::from_utf8(header).map_err(|_| broken("its header is not UTF-8"))?;
    if values(header) > MAX_VALUES {
        return Err(Refused::Beyond(format!("more than {MAX_VALUES} values")));
    }
    let mut mistakes = Mistakes::default();
    let root = json::read(header, &mut mistakes);
    if let Some(report) = mistakes.into_report() {
        let reason = report.diagnostics().first().map_or("", |diagnostic| diagnostic.message());
        return Err(broken(format!("its header is not JSON: {reason}")));
    }
    let Some(Value { kind: Kind::Table(entries), .. }) = root else {
        return Err(broken("its header is no JSON object"));
    };
    // Offsets count from the end of the header.
    let data = u64::try_from(head.len()).unwrap_or(u64::MAX);
    let length = file.length();
    let mut tensors = BTreeMap::new();
    let mut ranges = Vec::new();
    for entry in entries.into_iter().filter(|entry| entry.key != "__metadata__") {
        let name = quote(&entry.key);
        let HeaderEntry { dtype, shape, offsets: [start, end] } =
            describe(&entry.value).ok_or_else(|| broken(format!("its header does not describe the tensor {name}")))?;
        if shape.len() > MAX_AXES {
            let reason = format!("the tensor {name} has {} axes, of which {MAX_AXES} are read", shape.len());
            return Err(Refused::Beyond(reason));
        }
        let range = data.checked_add(start).zip(data.checked_add(end)).filter(|(_, end)| *end <= length);
        let Some((start, end)) = range else {
            let reason = format!("the tensor {name} ends behind the end of the file, which may be cut off");
            return Err(broken(reason));
        };
        let bytes = end.saturating_sub(start);
        if let Some(expected) = size(&dtype, &shape)
            && expected != u128::from(bytes)
        {
            return Err(broken(format!("the tensor {name} has {bytes} bytes instead of {expected}")));
        }
        ranges.push((start, end));
        tensors.insert(entry.key, Tensor { dtype, shape, range: start..end });
    }
    ranges.sort_unstable();
    let mut last = data;
    for (start, end) in ranges {
        if start != last {
            return Err(broken("its tensors overlap or leave gaps"));
        }
        last = end;
    }
    if last != length {
        return Err(broken("it has more bytes than its tensors"));
    }
    Ok(Archive { tensors, head, length })
}

/// The header and its length before it.
fn head<F: File + ?Sized>(file: &F) -> Result<Vec<u8>, Refused> {
    let bytes = |range| file::bytes(file, range).map_err(Refused::Unreadable);
    let first = bytes(0..HEAD.min(file.length()))?;
    let Some((length, b'{')) = first.split_first_chunk().and_then(|(length, rest)| Some((length, *rest.first()?)))
    else {
        let cut_off = || broken("it does not begin with a header, or is cut off");
        return Err(Foreign::of(&first).map_or_else(cut_off, Refused::Foreign));
    };
    let length = u64::from_le_bytes(*length);
    if length == 0 {
        return Err(broken("its header is empty"));
    }
    if length > MAX_HEADER {
        return Err(Refused::LongHeader(length));
    }
    // No more than the limit and a few bytes.
    let end = length.saturating_add(LENGTH);
    if end > file.length() {
        return Err(broken("its header ends behind the end of the file, which may be cut off"));
    }
    Ok(bytes(0..end)?.into_owned())
}

/// What a header says of a tensor.
struct HeaderEntry {
    dtype: String,
    shape: Vec<u64>,
    /// In order.
    offsets: [u64; 2],
}

fn describe(value: &Value) -> Option<HeaderEntry> {
    let Kind::Table(entries) = &value.kind else { return None };
    let find = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value.kind);
    let (Some(Kind::String(dtype)), Some(Kind::Array(shape)), Some(Kind::Array(offsets))) =
        (find("dtype"), find("shape"), find("data_offsets"))
    else {
        return None;
    };
    let numbers = |values: &[Value]| -> Option<Vec<u64>> { values.iter().map(number).collect() };
    let (shape, offsets) = (numbers(shape)?, numbers(offsets)?);
    let &[start, end] = offsets.as_slice() else { return None };
    (start <= end).then(|| HeaderEntry { dtype: dtype.clone(), shape, offsets: [start, end] })
}

fn number(value: &Value) -> Option<u64> {
    if let Kind::Integer(number) = value.kind { u64::try_from(number).ok() } else { None }
}

/// The bytes that type and shape ask for; `None` for types that are none of ours to judge.
fn size(dtype: &str, shape: &[u64]) -> Option<u128> {
    let bytes: u128 = match dtype {
        "BOOL" | "U8" | "I8" => 1,
        "F16" | "BF16" | "U16" | "I16" => 2,
        "F32" | "U32" | "I32" => 4,
        "F64" | "U64" | "I64" => 8,
        _ => return None,
    };
    // A product beyond all bounds is more than any file has.
    let elements = shape.iter().try_fold(1_u128, |product, size| product.checked_mul(u128::from(*size)));
    Some(elements.and_then(|elements| elements.checked_mul(bytes)).unwrap_or(u128::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use safetensors::SafeTensors;

    use super::*;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(header.as_bytes());
        file.extend_from_slice(data);
        file
    }

    const HEADER: &str = r#"{"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[],"data_offsets":[24,26]},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"e":{"dtype":"I8","shape":[0,7],"data_offsets":[26,26]}}  "#;

    #[test]
    fn reads_what_the_format_allows() {
        let data: Vec<u8> = (0..26).collect();
        let file = file(HEADER, &data);
        let archive = read(&*file).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a", "b", "e"]);
        let start = u64::try_from(file.len() - 26).unwrap();
        let a = Tensor { dtype: "F32".into(), shape: vec![2, 3], range: start..start + 24 };
        let b = Tensor { dtype: "F16".into(), shape: vec![], range: start + 24..start + 26 };
        assert_eq!((archive.get("a"), archive.get("b")), (Some(&a), Some(&b)));
    }

    #[test]
    fn says_what_the_format_forbids() {
        let one = |tensor: &str| file(&format!("{{\"a\":{tensor}}}"), &[0; 8]);
        let mut behind = file("{}", &[]);
        behind[0] = 3;
        let cases: [(Vec<u8>, &str); 13] = [
            (vec![], "it does not begin with a header, or is cut off"),
            (file("", b"{"), "its header is empty"),
            (behind, "its header ends behind the end of the file, which may be cut off"),
            (u64::MAX.to_le_bytes().to_vec(), "it does not begin with a header, or is cut off"),
            (file("{\"a\":", &[]), "its header is not JSON: expected a value, found the end of the text"),
            (file("[]", &[]), "it does not begin with a header, or is cut off"),
            (one("7"), "its header does not describe the tensor `a`"),
            (
                one(r#"{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}"#),
                "its header does not describe the tensor `a`",
            ),
            (one(r#"{"dtype":"F32","shape":[2],"data_offsets":[8,0]}"#), "its header does not describe the tensor `a`"),
            (
                one(r#"{"dtype":"F32","shape":[3],"data_offsets":[0,12]}"#),
                "the tensor `a` ends behind the end of the file, which may be cut off",
            ),
            (one(r#"{"dtype":"F64","shape":[2],"data_offsets":[0,8]}"#), "the tensor `a` has 8 bytes instead of 16"),
            (one(r#"{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#), "its tensors overlap or leave gaps"),
            (one(r#"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#), "it has more bytes than its tensors"),
        ];
        for (file, reason) in cases {
            assert_eq!(read(&*file).unwrap_err(), broken(reason));
        }
        let long = [&(MAX_HEADER + 1).to_le_bytes()[..], b"{}"].concat();
        assert_eq!(read(&*long).unwrap_err(), Refused::LongHeader(MAX_HEADER + 1));
        assert_eq!(read(&b"PK\x03\x04 and so on"[..]).unwrap_err(), Refused::Foreign(Foreign::Torch));
    }

    #[test]
    fn long_headers_become_no_trees() {
        let beyond = |reason: &str| Refused::Beyond(reason.into());
        for unit in ["0,", "[[0]],"] {
            let zeros = file(&format!("{{\"a\":[{}0]}}", unit.repeat(MAX_VALUES)), &[]);
            assert_eq!(read(&*zeros).unwrap_err(), beyond("more than 1000000 values"));
        }
        // In a string, commas are no values.
        let metadata = format!(r#"{{"__metadata__":{{"a":"{}"}}}}"#, ",".repeat(MAX_VALUES));
        assert!(read(&*file(&metadata, &[])).is_ok());
        let axes =
            |axes: &str| file(&format!(r#"{{"a":{{"dtype":"U8","shape":[{axes}],"data_offsets":[0,1]}}}}"#), &[0]);
        assert!(read(&*axes("1,1,1,1,1,1,1,1")).is_ok());
        let reason = "the tensor `a` has 9 axes, of which 8 are read";
        assert_eq!(read(&*axes("1,1,1,1,1,1,1,1,1")).unwrap_err(), beyond(reason));
    }

    /// A file whose end may be missing, and which counts the bytes that are read.
    struct Watched<'a> {
        file: &'a [u8],
        missing: usize,
        read: std::cell::Cell<u64>,
    }

    impl File for Watched<'_> {
        fn length(&self) -> u64 {
            self.file.length()
        }

        fn bytes(&self, range: Range<u64>) -> Result<std::borrow::Cow<'_, [u8]>, String> {
            assert!(range.start <= range.end && range.end <= self.length(), "{range:?}");
            self.read.set(self.read.get() + range.end - range.start);
            let kept = &self.file[..self.file.len() - self.missing];
            kept.bytes(range.start..range.end.min(kept.length()))
        }
    }

    #[test]
    fn tensors_are_not_read() {
        let header = r#"{"a":{"dtype":"U8","shape":[100000],"data_offsets":[0,100000]}}"#;
        let file = file(header, &vec![1; 100_000]);
        let watched = Watched { file: &file, missing: 0, read: 0.into() };
        let archive = read(&watched).unwrap();
        assert!(archive.is_of(&watched));
        assert!(watched.read.get() < 1000, "{} bytes", watched.read.get());
        let mut other = file.clone();
        other[10] = b'b';
        assert!(!archive.is_of(&*other), "another name");
        assert!(!archive.is_of(&file[..file.len() - 1]), "another length");
        let cut = Watched { missing: file.len() - 30, ..watched };
        assert_eq!(read(&cut).unwrap_err(), Refused::Unreadable("its end is missing".into()));
    }

    /// Headers like the one above, and files with bytes changed: sizes
    /// beyond all bounds are among them.
    fn any_file() -> impl Strategy<Value = Vec<u8>> {
        let size = prop_oneof![3 => 0_u64..9, 1 => any::<u64>()];
        let dtype =
            prop_oneof![Just("F32"), Just("F16"), Just("U8"), Just("F8_E4M3"), Just("F4"), Just("BF16"), Just("X")];
        let tensor = (dtype, prop::collection::vec(size.clone(), 0..3), size.clone(), size).prop_map(
            |(dtype, shape, start, end)| {
                format!(r#"{{"dtype":"{dtype}","shape":{shape:?},"data_offsets":[{start},{end}]}}"#)
            },
        );
        let drawn = (prop::collection::vec(tensor, 0..3), prop::collection::vec(any::<u8>(), 0..16)).prop_map(
            |(tensors, data)| {
                let entries: Vec<String> =
                    tensors.iter().enumerate().map(|(at, tensor)| format!("\"{at}\":{tensor}")).collect();
                file(&format!("{{{}}}", entries.join(",")), &data)
            },
        );
        let changed = (0..HEADER.len() + 34, any::<u8>()).prop_map(|(at, byte)| {
            let mut file = file(HEADER, &[7; 26]);
            file[at] = byte;
            file
        });
        prop_oneof![drawn, changed]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

        /// Whatever is accepted here reads alike in the format's own library.
        #[test]
        fn agrees_with_the_reference(file in any_file()) {
            let Ok(archive) = read(&*file) else { return Ok(()) };
            if archive.tensors().any(|(_, tensor)| size(&tensor.dtype, &tensor.shape).is_none()) {
                return Ok(());
            }
            let reference = SafeTensors::deserialize(&file);
            prop_assert!(reference.is_ok(), "{:?} of {:?}", reference, String::from_utf8_lossy(&file));
            let reference = reference.unwrap();
            prop_assert_eq!(reference.len(), archive.names().len());
            for (name, tensor) in archive.tensors() {
                let expected = reference.tensor(name).unwrap();
                let shape: Vec<u64> = expected.shape().iter().map(|size| *size as u64).collect();
                let bytes = file.bytes(tensor.range.clone()).unwrap();
                let found = (&*tensor.dtype, tensor.shape.clone(), &*bytes);
                prop_assert_eq!((&*expected.dtype().to_string(), shape, expected.data()), found);
            }
        }
    }
}
