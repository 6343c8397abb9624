//! The layers: their sizes come from `layer_specs/edges/`, their weights are
//! known and packed by the compiler.

use conv_layer::conv_layer;

conv_layer! {
    /// RGB to luma.
    pub(crate) struct Grayscale = "layer_specs/edges/grayscale.toml";
    /// Against the noise that the gradient would amplify.
    pub(crate) struct Blur = "layer_specs/edges/blur.json";
    /// The gradient: output channel 0 along the rows (x), 1 along the columns (y).
    pub(crate) struct Sobel = "layer_specs/edges/sobel.toml";
}

/// The weights of red, green and blue in the luma of ITU-R BT.601.
pub(crate) static GRAYSCALE: Grayscale = Grayscale::new(&[[[[0.299]], [[0.587]], [[0.114]]]]);

/// A binomial filter, which is close to a Gaussian of standard deviation √2.
pub(crate) static BLUR: Blur = Blur::new(&[[outer(binomial::<9>(), binomial::<9>())]]);

/// A central difference along one axis, smoothed along the other: brightness per pixel. Layers
/// compute a cross-correlation, as PyTorch's do, so that the filters stand here unflipped.
pub(crate) static SOBEL: Sobel =
    Sobel::new(&[[outer(binomial::<3>(), DIFFERENCE)], [outer(DIFFERENCE, binomial::<3>())]]);

const DIFFERENCE: [f32; 3] = [-0.5, 0.0, 0.5];

/// A row of Pascal's triangle, divided by its sum.
const fn binomial<const N: usize>() -> [f32; N] {
    let mut row = [0.0; N];
    row[0] = 1.0;
    let mut last = 1;
    while last < N {
        // One row further: each number is half of those above it, from the right so that
        // none is overwritten too early.
        let mut i = last;
        while i > 0 {
            row[i] = 0.5 * (row[i] + row[i - 1]);
            i -= 1;
        }
        row[0] *= 0.5;
        last += 1;
    }
    row
}

/// The filter that is `column` along y and `row` along x.
const fn outer<const N: usize>(column: [f32; N], row: [f32; N]) -> [[f32; N]; N] {
    let mut product = [[0.0; N]; N];
    let mut y = 0;
    while y < N {
        let mut x = 0;
        while x < N {
            product[y][x] = column[y] * row[x];
            x += 1;
        }
        y += 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Tensor;

    const EPSILON: f32 = 1e-5;

    /// The gradient of a picture in shades of gray, given at (x, y).
    fn gradient(gray: impl Fn(f32, f32) -> f32) -> Tensor<2, 590, 502> {
        let gray = Tensor::from_fn(|_, y, x| gray(f32::from(x), f32::from(y)));
        let (mut blurred, mut gradient) = (Tensor::zeros(), Tensor::zeros());
        BLUR.forward(gray.array(), blurred.array_mut());
        SOBEL.forward(blurred.array(), gradient.array_mut());
        gradient
    }

    #[test]
    fn a_ramp_has_its_slope_everywhere() {
        // Blurring a ramp leaves it as it is, so that the gradient is known
        // exactly, at the borders too.
        let gradient = gradient(|x, y| x * 0.001 - y * 0.0005);
        let [along_x, along_y] = gradient.array();
        for (row_x, row_y) in along_x.iter().zip(along_y) {
            assert!(row_x.iter().all(|slope| (slope - 0.001).abs() < EPSILON), "{row_x:?}");
            assert!(row_y.iter().all(|slope| (slope + 0.0005).abs() < EPSILON), "{row_y:?}");
        }
    }

    #[test]
    fn an_edge_is_where_the_brightness_jumps() {
        // The two unpadded layers cut off 4 + 1 columns at the left: the jump is now
        // between columns 250 and 251.
        let gradient = gradient(|x, _| if x < 256.0 { 0.0 } else { 1.0 });
        let [along_x, along_y] = gradient.array();
        for (row_x, row_y) in along_x.iter().zip(along_y) {
            // The middle of row 9 of Pascal's triangle: the filters together are a binomial one.
            let peak = 126.0 / 512.0;
            assert!((row_x[250] - peak).abs() < EPSILON && (row_x[251] - peak).abs() < EPSILON);
            for (x, slope) in row_x.iter().enumerate() {
                assert!((246..256).contains(&x) == (slope.abs() > EPSILON), "{slope} at {x}");
            }
            assert!(row_y.iter().all(|slope| slope.abs() < EPSILON));
        }
    }

    #[test]
    fn colours_have_their_luma() {
        let photo = Tensor::from_fn(|c, _, x| if usize::from(x) % 4 == c { 1.0 } else { 0.0 });
        let mut gray = Tensor::zeros();
        GRAYSCALE.forward(photo.array(), gray.array_mut());
        for row in &gray.array()[0] {
            for pixels in row.as_chunks::<4>().0 {
                assert!(pixels.iter().zip([0.299, 0.587, 0.114, 0.0]).all(|(a, b)| (a - b).abs() < EPSILON));
            }
        }
    }
}
