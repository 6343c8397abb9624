//! Files in the safetensors format: a header in JSON, then the tensors' bytes.
//!
//! Written by hand, on top of the JSON reader that is here anyway: it refuses whatever the
//! [format](https://github.com/huggingface/safetensors#format) forbids, in words, and no file makes it panic.

use std::collections::BTreeMap;

use crate::mistakes::Mistakes;
use crate::read::json;
use crate::tree::{Kind, Value};
use crate::words::quote;

/// The longest header that the format allows.
const MAX_HEADER: u64 = 100_000_000;

/// Bytes of the header's length.
const LENGTH: usize = 8;

/// A tensor as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tensor<'a> {
    /// The format's name of the number type.
    pub(crate) dtype: String,
    pub(crate) shape: Vec<u64>,
    /// Row-major, little-endian; as many bytes as type and shape ask for, if the type is known.
    pub(crate) bytes: &'a [u8],
}

/// All tensors of a file, by name.
pub(crate) type Archive<'a> = BTreeMap<String, Tensor<'a>>;

/// Reads a file; the error says why it is none of this format.
pub(crate) fn read(file: &[u8]) -> Result<Archive<'_>, String> {
    let (header, data) = split(file)?;
    let mut mistakes = Mistakes::default();
    let root = json::read(header, &mut mistakes);
    if let Some(report) = mistakes.into_report() {
        let reason = report.diagnostics().first().map_or("", |diagnostic| diagnostic.message());
        return Err(format!("its header is not JSON: {reason}"));
    }
    let Some(Value { kind: Kind::Table(entries), .. }) = root else {
        return Err("its header is no JSON object".to_owned());
    };
    let mut archive = Archive::new();
    let mut ranges = Vec::new();
    for entry in entries.into_iter().filter(|entry| entry.key != "__metadata__") {
        let name = quote(&entry.key);
        let (tensor, range) =
            tensor(&entry.value, data).ok_or_else(|| format!("its header does not describe the tensor {name}"))?;
        let Some(range) = range else {
            return Err(format!("the tensor {name} ends behind the end of the file, which may be cut off"));
        };
        if let Some(expected) = size(&tensor)
            && expected != tensor.bytes.len() as u128
        {
            return Err(format!("the tensor {name} has {} bytes instead of {expected}", tensor.bytes.len()));
        }
        ranges.push(range);
        archive.insert(entry.key, tensor);
    }
    ranges.sort_unstable();
    let mut end = 0;
    for range in ranges {
        if range[0] != end {
            return Err("its tensors overlap or leave gaps".to_owned());
        }
        end = range[1];
    }
    if end != data.len() {
        return Err("it has more bytes than its tensors".to_owned());
    }
    Ok(archive)
}

/// The header and the tensors' bytes.
fn split(file: &[u8]) -> Result<(&str, &[u8]), String> {
    let foreign = if file.starts_with(b"PK\x03\x04") || file.starts_with(&[0x80]) {
        Some("it looks like a file of `torch.save`")
    } else {
        None
    };
    let header = file.split_first_chunk::<LENGTH>().and_then(|(length, rest)| {
        let length = u64::from_le_bytes(*length);
        if length > MAX_HEADER { None } else { rest.split_at_checked(usize::try_from(length).ok()?) }
    });
    let Some((header, data)) = header.filter(|(header, _)| header.starts_with(b"{")) else {
        let reason = foreign.unwrap_or("it does not begin with a header, or is cut off");
        return Err(reason.to_owned());
    };
    let header = std::str::from_utf8(header).map_err(|_| "its header is not UTF-8".to_owned())?;
    Ok((header, data))
}

/// A tensor's description and its range of the data; no range where that lies outside.
fn tensor<'a>(value: &Value, data: &'a [u8]) -> Option<(Tensor<'a>, Option<[usize; 2]>)> {
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
    if end < start {
        return None;
    }
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let bytes = range.and_then(|(start, end)| data.get(start..end));
    let range = bytes.and(range).map(|(start, end)| [start, end]);
    Some((Tensor { dtype: dtype.clone(), shape, bytes: bytes.unwrap_or_default() }, range))
}

fn number(value: &Value) -> Option<u64> {
    if let Kind::Integer(number) = value.kind { u64::try_from(number).ok() } else { None }
}

/// The bytes that type and shape ask for; `None` for types that are none of ours to judge.
fn size(tensor: &Tensor) -> Option<u128> {
    let bytes: u128 = match &*tensor.dtype {
        "BOOL" | "U8" | "I8" => 1,
        "F16" | "BF16" | "U16" | "I16" => 2,
        "F32" | "U32" | "I32" => 4,
        "F64" | "U64" | "I64" => 8,
        _ => return None,
    };
    // A product beyond all bounds is more than any file has.
    let elements = tensor.shape.iter().try_fold(1_u128, |product, size| product.checked_mul(u128::from(*size)));
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
        let archive = read(&file).unwrap();
        assert_eq!(archive.keys().collect::<Vec<_>>(), ["a", "b", "e"]);
        assert_eq!(archive["a"], Tensor { dtype: "F32".into(), shape: vec![2, 3], bytes: &data[..24] });
        assert_eq!(archive["b"], Tensor { dtype: "F16".into(), shape: vec![], bytes: &data[24..] });
    }

    #[test]
    fn says_what_the_format_forbids() {
        let one = |tensor: &str| file(&format!("{{\"a\":{tensor}}}"), &[0; 8]);
        let cases: [(Vec<u8>, &str); 12] = [
            (vec![], "it does not begin with a header, or is cut off"),
            (b"PK\x03\x04 and so on".to_vec(), "it looks like a file of `torch.save`"),
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
            assert_eq!(read(&file).unwrap_err(), reason);
        }
    }

    /// Headers like the one above, and files with bytes changed: sizes beyond all bounds are among them.
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
            let Ok(archive) = read(&file) else { return Ok(()) };
            if archive.values().any(|tensor| size(tensor).is_none()) {
                return Ok(());
            }
            let reference = SafeTensors::deserialize(&file);
            prop_assert!(reference.is_ok(), "{:?} of {:?}", reference, String::from_utf8_lossy(&file));
            let reference = reference.unwrap();
            prop_assert_eq!(reference.len(), archive.len());
            for (name, tensor) in &archive {
                let expected = reference.tensor(name).unwrap();
                let shape: Vec<u64> = expected.shape().iter().map(|size| *size as u64).collect();
                prop_assert_eq!((&*expected.dtype().to_string(), shape, expected.data()), (&*tensor.dtype, tensor.shape.clone(), tensor.bytes));
            }
        }
    }
}
