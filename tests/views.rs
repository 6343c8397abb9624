//! Views of ndarray as inputs and outputs, with the feature `ndarray`.

use conv_layer::ndarray::{Array3, Array4, ArrayView, Axis, Ix3, s};
use conv_layer::{Array, Error, Input, Output, Rng, conv_layer};

conv_layer! {
    struct Stem = nn.Conv2d(3, 4, 3, padding=1, input_shape=(3, 5, 6));
    struct Last = nn.Conv2d(3, 4, 3, padding=1, memory_format="channels_last", input_shape=(3, 5, 6));
    struct Volume = nn.Conv3d(1, 2, 2, input_shape=(1, 3, 4, 5));
}

/// An image in order of its numbers.
fn image() -> Array3<f32> {
    let number = |(channel, row, column)| format!("{channel}{row}{column}").parse().expect("three digits");
    Array3::from_shape_fn((3, 5, 6), number)
}

/// Views are taken where they are, and have what `forward` has on arrays.
#[test]
fn a_layer_on_views() -> Result<(), Error> {
    let layer = Stem::random(&mut Rng::seeded(1));
    let (image, mut output) = (image(), Array3::zeros((4, 5, 6)));
    let input = Input::<Stem>::from_view(image.view())?;
    assert!(std::ptr::eq(input.flat().as_ptr(), image.as_ptr()));
    layer.forward(input, Output::<Stem>::from_view_mut(output.view_mut())?);

    let mut expected = [[[0.0; 6]; 5]; 4];
    layer.forward(input, &mut expected);
    assert_eq!(expected.view(), output);
    assert!(output.iter().any(|number| *number != 0.0));
    Ok(())
}

/// Samples of a batch are views, too, and the whole batch is a slice.
#[test]
fn a_batch() -> Result<(), Error> {
    let layer = Stem::random(&mut Rng::seeded(1));
    let batch = Array4::from_shape_fn((2, 3, 5, 6), |(sample, ..)| if sample == 0 { 1.0 } else { -2.0 });
    let [mut one, mut all] = [Array4::zeros((2, 4, 5, 6)), Array4::zeros((2, 4, 5, 6))];
    for (input, output) in batch.axis_iter(Axis(0)).zip(one.axis_iter_mut(Axis(0))) {
        layer.forward(Array::from_view(input)?, Array::from_view_mut(output)?);
    }
    layer.forward_slice(batch.as_slice().ok_or(Error::Strides)?, all.as_slice_mut().ok_or(Error::Strides)?)?;
    assert_eq!(one, all);
    Ok(())
}

/// A layer's arrays have their axes in the order of the memory format.
#[test]
fn memory_formats_and_ranks() -> Result<(), Error> {
    let image = image().permuted_axes([1, 2, 0]);
    assert_eq!(Input::<Last>::from_view(image.view()), Err(Error::Strides));
    let image = image.as_standard_layout();
    assert_eq!(
        Input::<Last>::from_view(image.view())?[4][5].map(f32::to_bits),
        [45.0_f32, 145.0, 245.0].map(f32::to_bits)
    );
    let mut volume = [[[[0.0_f32; 5]; 4]; 3]; 1];
    volume.view_mut()[[0, 2, 3, 4]] = 7.0;
    assert_eq!((volume[0][2][3][4], volume.view().shape()), (7.0, &Volume::INPUT_SHAPE[..]));
    // Of a type that is known.
    let image = self::image();
    let view: ArrayView<'_, f32, Ix3> = Input::<Stem>::from_view(image.view())?.view();
    assert_eq!(view.len(), 90);
    Ok(())
}

#[test]
fn other_shapes_and_layouts_are_refused() {
    let image = image();
    let error = |result: Result<&Input<Stem>, Error>| result.expect_err("it does not fit").to_string();
    assert_eq!(error(Array::from_view(image.index_axis(Axis(0), 0))), "view has 2 dimensions, expected 3");
    assert_eq!(error(Array::from_view(image.view().insert_axis(Axis(0)))), "view has 4 dimensions, expected 3");
    assert_eq!(error(Array::from_view(image.slice(s![.., ..4, ..]))), "view has 4 elements along axis 1, expected 5");
    // As many elements in another shape.
    let turned = image.view().permuted_axes([0, 2, 1]);
    assert_eq!(error(Array::from_view(turned)), "view has 6 elements along axis 1, expected 5");
    let wide = Array3::<f32>::zeros((3, 5, 12));
    let text = "elements of the view are not one after the other in memory, the last axis fastest: \
                `as_standard_layout` makes a copy whose are";
    assert_eq!(error(Array::from_view(wide.slice(s![.., .., ..;2]))), text);
    let mut wide = wide;
    let result: Result<&mut Input<Stem>, Error> = Array::from_view_mut(wide.slice_mut(s![.., .., 6..]));
    assert_eq!(result.map(|input| input.flat()), Err(Error::Strides));
}
