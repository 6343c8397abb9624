//! From a JPEG file to tensors, and from tensors to a PNG file.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Cursor};
use std::path::Path;

use png::{BitDepth, ColorType, Encoder};
use zune_jpeg::JpegDecoder;

use crate::tensor::Tensor;

const PHOTO: &[u8] = include_bytes!("../data/grace_hopper.jpg");

/// Pixels between panels and around them.
const GAP: usize = 8;
const BACKGROUND: [u8; 3] = [96, 96, 96];

/// Red, green and blue of each pixel, row by row.
pub(crate) struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

/// The photograph, 0 to 1 in each channel.
pub(crate) fn photo<const H: usize, const W: usize>() -> Result<Tensor<3, H, W>, Box<dyn Error>> {
    let mut decoder = JpegDecoder::new(Cursor::new(PHOTO));
    let bytes = decoder.decode()?;
    let (width, height) = decoder.dimensions().ok_or("the photograph has no size")?;
    if (width, height) != (W, H) {
        return Err(format!("the photograph is {width} x {height}, the first layer takes {W} x {H}").into());
    }
    let (pixels, _) = bytes.as_chunks::<3>();
    if pixels.len() != W * H {
        return Err("the photograph is not in colour".into());
    }
    Ok(Tensor::from_fn(|c, y, x| f32::from(pixels[usize::from(y) * W + usize::from(x)][c]) / 255.0))
}

/// A panel in colour.
pub(crate) fn colour<const H: usize, const W: usize>(tensor: &Tensor<3, H, W>) -> Picture {
    let [red, green, blue] = tensor.array();
    panel::<H, W>(|y, x| [red, green, blue].map(|channel| channel[y][x]))
}

/// A panel in shades of gray.
pub(crate) fn gray<const H: usize, const W: usize>(tensor: &Tensor<1, H, W>) -> Picture {
    let [gray] = tensor.array();
    panel::<H, W>(|y, x| [gray[y][x]; 3])
}

/// A panel that is bright where the gradient is large, whatever its direction.
pub(crate) fn magnitude<const H: usize, const W: usize>(gradient: &Tensor<2, H, W>) -> Picture {
    let [along_x, along_y] = gradient.array();
    let magnitude = |y: usize, x: usize| along_x[y][x].hypot(along_y[y][x]);
    let largest = (0..H * W).map(|i| magnitude(i / W, i % W)).fold(f32::MIN_POSITIVE, f32::max);
    // The root keeps faint edges visible beside the strongest one.
    panel::<H, W>(|y, x| [(magnitude(y, x) / largest).sqrt(); 3])
}

/// The panels side by side, each centred in a cell as large as the largest.
pub(crate) fn side_by_side(panels: &[Picture]) -> Picture {
    let cell = panels.iter().map(|panel| panel.width).max().unwrap_or(0);
    let height = panels.iter().map(Picture::height).max().unwrap_or(0);
    let width = GAP + panels.len() * (cell + GAP);
    let mut pixels = vec![BACKGROUND; width * (height + 2 * GAP)];
    for (i, panel) in panels.iter().enumerate() {
        let left = GAP + i * (cell + GAP) + (cell - panel.width) / 2;
        let top = GAP + (height - panel.height()) / 2;
        for (row, source) in pixels.chunks_mut(width).skip(top).zip(panel.pixels.chunks(panel.width)) {
            row[left..][..panel.width].copy_from_slice(source);
        }
    }
    Picture { width, pixels }
}

/// Writes a PNG file, and the folder for it where there is none.
pub(crate) fn write(path: &Path, picture: &Picture) -> Result<(), Box<dyn Error>> {
    let encode = || -> Result<(), Box<dyn Error>> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = Encoder::new(file, picture.width.try_into()?, picture.height().try_into()?);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(picture.pixels.as_flattened())?;
        Ok(writer.finish()?)
    };
    encode().map_err(|error| format!("{}: {error}", path.display()).into())
}

impl Picture {
    fn height(&self) -> usize {
        self.pixels.len() / self.width
    }
}

fn panel<const H: usize, const W: usize>(pixel: impl Fn(usize, usize) -> [f32; 3]) -> Picture {
    Picture { width: W, pixels: (0..H * W).map(|i| pixel(i / W, i % W).map(byte)).collect() }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}
