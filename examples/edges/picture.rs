//! From a JPEG file to tensors, and from tensors to a PNG file.

use std::error::Error;
use std::fs;
use std::path::Path;

use image::{Rgb, RgbImage, imageops};

use crate::tensor::Tensor;

const PHOTO: &[u8] = include_bytes!("../data/grace_hopper.jpg");

/// Pixels between panels and around them.
const GAP: u32 = 8;
const BACKGROUND: Rgb<u8> = Rgb([96, 96, 96]);

/// The photograph, 0 to 1 in each channel.
pub(crate) fn photo<const H: usize, const W: usize>() -> Result<Tensor<3, H, W>, Box<dyn Error>> {
    let photo = image::load_from_memory(PHOTO)?.into_rgb8();
    let (width, height) = photo.dimensions();
    if (width.try_into(), height.try_into()) != (Ok(W), Ok(H)) {
        return Err(format!("the photograph is {width} x {height}, the first layer takes {W} x {H}").into());
    }
    Ok(Tensor::from_fn(|c, y, x| f32::from(photo[(x.into(), y.into())][c]) / 255.0))
}

/// A panel in colour.
pub(crate) fn colour<const H: usize, const W: usize>(tensor: &Tensor<3, H, W>) -> RgbImage {
    let [red, green, blue] = tensor.array();
    panel::<H, W>(|y, x| [red, green, blue].map(|channel| channel[y][x]))
}

/// A panel in shades of gray.
pub(crate) fn gray<const H: usize, const W: usize>(tensor: &Tensor<1, H, W>) -> RgbImage {
    let [gray] = tensor.array();
    panel::<H, W>(|y, x| [gray[y][x]; 3])
}

/// A panel that is bright where the gradient is large, whatever its direction.
pub(crate) fn magnitude<const H: usize, const W: usize>(gradient: &Tensor<2, H, W>) -> RgbImage {
    let [along_x, along_y] = gradient.array();
    let magnitude = |y: usize, x: usize| along_x[y][x].hypot(along_y[y][x]);
    let largest = (0..H * W).map(|i| magnitude(i / W, i % W)).fold(f32::MIN_POSITIVE, f32::max);
    // The root keeps faint edges visible beside the strongest one.
    panel::<H, W>(|y, x| [(magnitude(y, x) / largest).sqrt(); 3])
}

/// The panels side by side, each centred in a cell as large as the largest.
pub(crate) fn side_by_side(panels: &[RgbImage]) -> RgbImage {
    let width = panels.iter().map(RgbImage::width).max().unwrap_or(0);
    let height = panels.iter().map(RgbImage::height).max().unwrap_or(0);
    let cells = panels.iter().map(|_| width + GAP).sum::<u32>();
    let mut picture = RgbImage::from_pixel(GAP + cells, height + 2 * GAP, BACKGROUND);
    for (cell, panel) in (0..).zip(panels) {
        let left = GAP + cell * (width + GAP) + (width - panel.width()) / 2;
        let top = GAP + (height - panel.height()) / 2;
        imageops::replace(&mut picture, panel, left.into(), top.into());
    }
    picture
}

/// Writes a PNG file, and the folder for it where there is none.
pub(crate) fn write(path: &Path, picture: &RgbImage) -> Result<(), Box<dyn Error>> {
    let failed = |error: &dyn Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    picture.save_with_format(path, image::ImageFormat::Png).map_err(|error| failed(&error))?;
    Ok(())
}

fn panel<const H: usize, const W: usize>(pixel: impl Fn(usize, usize) -> [f32; 3]) -> RgbImage {
    let mut panel = RgbImage::default();
    // Both are far below 2^32: they come from the size of a tensor in memory.
    if let (Ok(width), Ok(height)) = (W.try_into(), H.try_into()) {
        panel = RgbImage::from_fn(width, height, |x, y| Rgb(pixel(y as usize, x as usize).map(byte)));
    }
    panel
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}
