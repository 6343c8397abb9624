//! Files of other formats that are given as weights: what they are, and the way to ours.

/// As many of a file's first bytes as tell its format.
pub(crate) const HEAD: u64 = 512;

/// A format that is not safetensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    Torch,
    Npy,
    Npz,
    Onnx,
    TfLite,
    Hdf5,
    Keras,
    Gguf,
    Gzip,
    GitLfs,
    Html,
}

impl Foreign {
    /// By a file's first bytes.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| head.starts_with(magic);
        Some(if begins(b"PK\x03\x04") {
            zipped(head)
        } else if begins(b"\x93NUMPY") {
            Self::Npy
        } else if begins(b"\x89HDF\r\n\x1a\n") {
            Self::Hdf5
        } else if begins(b"GGUF") {
            Self::Gguf
        } else if head.get(4..8) == Some(b"TFL3") {
            Self::TfLite
        } else if begins(b"version https://git-lfs.github.com/spec/") {
            Self::GitLfs
        } else if begins(&[0x1F, 0x8B]) {
            Self::Gzip
        } else if is_html(head) {
            Self::Html
        } else if is_onnx(head) {
            Self::Onnx
        } else if matches!(head, [0x80, 2..=5, ..]) {
            // A pickle, which is what `torch.save` wrote before it wrote archives.
            Self::Torch
        } else {
            return None;
        })
    }

    /// By the extension of a file's name, in lower case.
    pub(crate) fn by_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "pt" | "pth" | "bin" | "ckpt" | "pkl" => Self::Torch,
            "npy" => Self::Npy,
            "npz" => Self::Npz,
            "onnx" => Self::Onnx,
            "tflite" => Self::TfLite,
            "h5" | "hdf5" => Self::Hdf5,
            "keras" => Self::Keras,
            "gguf" => Self::Gguf,
            "gz" => Self::Gzip,
            _ => return None,
        })
    }

    /// What it is, to be read after `it looks like`.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Torch => "a file of `torch.save`",
            Self::Npy => "an array of NumPy (.npy)",
            Self::Npz => "an archive of NumPy (.npz)",
            Self::Onnx => "an ONNX model",
            Self::TfLite => "a TensorFlow Lite model",
            Self::Hdf5 => "an HDF5 file, as Keras writes it",
            Self::Keras => "a Keras model",
            Self::Gguf => "a GGUF file, as llama.cpp reads it",
            Self::Gzip => "a file compressed with gzip",
            Self::GitLfs => "a pointer of Git LFS, not the file itself",
            Self::Html => "a web page",
        }
    }

    /// The way to a safetensors file.
    pub(crate) fn way_out(self) -> &'static str {
        match self {
            Self::Torch => {
                "convert the state_dict in it: \
                 `safetensors.torch.save_file(torch.load(\"….pt\", map_location=\"cpu\", weights_only=True), \
                 \"….safetensors\")`"
            }
            Self::Npy => {
                "convert it: `safetensors.numpy.save_file({\"weight\": numpy.load(\"….npy\")}, \"….safetensors\")`"
            }
            Self::Npz => "convert it: `safetensors.numpy.save_file(dict(numpy.load(\"….npz\")), \"….safetensors\")`",
            Self::Onnx => {
                "convert it: `safetensors.numpy.save_file({t.name: onnx.numpy_helper.to_array(t) for t in \
                 onnx.load(\"….onnx\").graph.initializer}, \"….safetensors\")`"
            }
            Self::TfLite => {
                "its weights are in the order (out, kernel…, in) and often quantised: save those of the model that it \
                 was made from, in the order (out, in, kernel…)"
            }
            Self::Hdf5 | Self::Keras => {
                "Keras keeps a kernel as (kernel…, in, out): `safetensors.numpy.save_file({\"weight\": \
                 numpy.moveaxis(layer.get_weights()[0], (-1, -2), (0, 1)).copy(), \"bias\": layer.get_weights()[1]}, \
                 \"….safetensors\")` saves a convolution as (out, in, kernel…)"
            }
            Self::Gguf => {
                "convert it: `safetensors.numpy.save_file({t.name: gguf.dequantize(t.data, t.tensor_type) for t in \
                 gguf.GGUFReader(\"….gguf\").tensors}, \"….safetensors\")`"
            }
            Self::Gzip => "decompress it with `gunzip`",
            Self::GitLfs => "fetch the file with `git lfs pull`",
            Self::Html => "download the file itself: this is the page that shows it",
        }
    }
}

/// An archive of the kind that several formats are, by the name of the first file in it.
fn zipped(head: &[u8]) -> Foreign {
    let length = head.get(26..28).and_then(|bytes| bytes.first_chunk()).map(|bytes| u16::from_le_bytes(*bytes));
    let name = length.and_then(|length| head.get(30..)?.get(..usize::from(length))).unwrap_or_default();
    if name.ends_with(b".npy") {
        Foreign::Npz
    } else if matches!(name, b"metadata.json" | b"config.json" | b"model.weights.h5") {
        Foreign::Keras
    } else {
        Foreign::Torch
    }
}

fn is_html(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    let begins = |tag: &[u8]| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins(b"<!doctype html") || begins(b"<html")
}

/// A protocol buffer whose first field is a small version of the format, and whose second is one of
/// a model's: the format has no other mark.
fn is_onnx(head: &[u8]) -> bool {
    matches!(head, [0x08, 1..=32, 0x12 | 0x1A | 0x22 | 0x28 | 0x32 | 0x3A | 0x42, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a ZIP archive whose first file has this name.
    fn zip(name: &str) -> Vec<u8> {
        let mut head = b"PK\x03\x04".to_vec();
        head.resize(26, 0);
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        head.extend(name.as_bytes());
        head.extend(b" and what it has");
        head
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        let cases: [(Vec<u8>, Option<Foreign>); 18] = [
            (zip("archive/data.pkl"), Some(Foreign::Torch)),
            (zip("conv.weight.npy"), Some(Foreign::Npz)),
            (zip("metadata.json"), Some(Foreign::Keras)),
            (b"PK\x03\x04".to_vec(), Some(Foreign::Torch)),
            (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.".to_vec(), Some(Foreign::Torch)),
            (b"\x93NUMPY\x01\x00v\x00{'descr': '<f4'".to_vec(), Some(Foreign::Npy)),
            (b"\x89HDF\r\n\x1a\n\0\0\0\0".to_vec(), Some(Foreign::Hdf5)),
            (b"GGUF\x03\0\0\0".to_vec(), Some(Foreign::Gguf)),
            (b"\x1c\0\0\0TFL3\x14\0".to_vec(), Some(Foreign::TfLite)),
            (b"\x08\x08\x12\x07pytorch".to_vec(), Some(Foreign::Onnx)),
            (b"\x1f\x8b\x08\0".to_vec(), Some(Foreign::Gzip)),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a".to_vec(), Some(Foreign::GitLfs)),
            (b"\n<!DOCTYPE HTML>\n<html>".to_vec(), Some(Foreign::Html)),
            (b"<html lang=\"en\">".to_vec(), Some(Foreign::Html)),
            (b"\x80\0\0\0\0\0\0\0{\"weight\"".to_vec(), None),
            (b"\x08\x08".to_vec(), None),
            (b"version = 1".to_vec(), None),
            (vec![], None),
        ];
        for (head, format) in cases {
            assert_eq!(Foreign::of(&head), format, "{}", head.escape_ascii());
        }
    }
}
