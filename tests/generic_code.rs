//! Code that is generic over layers: the traits' constants and functions are those of the types,
//! layers of open size agree with the same layers of fixed size, and every policy has the results
//! of the layer itself.

use conv_layer::{
    AnyLayer, Array, Boxed, Dimensions, Error, Fits, Isa, Layer, OpenLayer, Policy, Rng, Threads, conv_layer,
};

conv_layer! {
    struct Down = nn.Conv2d(8, 12, 3, stride=2, padding=1, groups=2, input_shape=(8, 17, 20));
    struct AnyDown = nn.Conv2d(8, 12, 3, stride=2, padding=1, groups=2);
    struct HalfDown = nn.Conv2d(8, 12, 3, stride=2, padding=1, groups=2, input_shape=(8, 17, "W"));
    struct Up = nn.ConvTranspose1d(6, 4, 4, stride=3, bias=False, dtype="float64", input_shape=(6, 11));
    struct AnyUp = nn.ConvTranspose1d(6, 4, 4, stride=3, bias=False, dtype="float64");
    struct Patches = nn.Unfold((2, 3), input_shape=(5, 6, 7));
    struct AnyPatches = nn.Unfold((2, 3));
    struct Image = nn.Fold((6, 7), (2, 3), input_shape=(30, 25));
    struct AnyImage = nn.Fold((6, 7), (2, 3));
    /// Straight-line code, on all targets.
    struct Tiny = nn.Conv1d(1, 2, 3, padding=1, input_shape=(1, 4));
    #[expect(non_camel_case_types, reason = "a keyword is")]
    struct r#type = nn.Conv1d(2, 2, 1, input_shape=(2, 4));
}

/// Inherent constants against those of the traits.
macro_rules! same {
    ($Layer:ident: $($constant:ident)*) => { $(
        assert_eq!($Layer::$constant[..], *<$Layer as Layer>::$constant, "{}", stringify!($Layer));
    )* };
}

#[test]
fn constants_of_fixed_layers() {
    same!(Down: INPUT_SHAPE OUTPUT_SHAPE);
    same!(Up: INPUT_SHAPE OUTPUT_SHAPE);
    same!(Patches: INPUT_SHAPE OUTPUT_SHAPE);
    same!(Image: INPUT_SHAPE OUTPUT_SHAPE);
    assert_eq!(<Down as Layer>::MACS, 12 * 9 * 10 * 4 * 9);
    assert_eq!(<Down as Layer>::RAM_BYTES, 4 * (8 * 17 * 20 + 12 * 9 * 10));
    assert_eq!(<Down as AnyLayer>::WEIGHT_SHAPE, [12, 4, 3, 3]);
    assert_eq!(<Down as AnyLayer>::PARAMETERS, 12 * 4 * 9 + 12);
    assert_eq!(<Down as AnyLayer>::KERNELS, Down::KERNELS);
    let bytes = [<Down as AnyLayer>::FLASH_BYTES, <Down as AnyLayer>::SCRATCH_BYTES, <Down as AnyLayer>::STACK_BYTES];
    assert_eq!(bytes, [Down::FLASH_BYTES, Down::SCRATCH_BYTES, Down::STACK_BYTES]);
    // Wherever the weights are.
    assert_eq!(<Boxed<Up> as Layer>::MACS, Up::MACS);
    assert_eq!(<&Up>::NAMES, ["Up", "Patches", "type"]);
    assert_eq!((Patches::KERNELS, <Patches as Layer>::MACS, Patches::FLASH_BYTES), (&[][..], 0, 0));
    for (isa, kernel) in Down::KERNELS {
        assert_eq!(<Down>::kernel(*isa), Some(*kernel));
    }
    assert_eq!(Patches::kernel(Isa::Scalar), None);
}

trait Names {
    const NAMES: [&'static str; 3];
}

impl Names for &Up {
    const NAMES: [&'static str; 3] = [<Up>::NAME, Patches::NAME, <r#type>::NAME];
}

/// What a layer of open size says of the size of a layer of fixed size is what that one says.
fn agree<A: Layer, B: OpenLayer>(size: B::Size) {
    assert_eq!(B::input_shape(size).unwrap().as_ref(), A::INPUT_SHAPE, "{}", B::NAME);
    assert_eq!(B::output_shape(size).unwrap().as_ref(), A::OUTPUT_SHAPE, "{}", B::NAME);
    assert_eq!(B::macs(size), Ok(A::MACS), "{}", B::NAME);
    assert_eq!(B::ram_bytes(size), Ok(A::RAM_BYTES), "{}", B::NAME);
}

/// A budget that the compiler checks.
const _: () = assert!(matches!(AnyDown::macs([17, 20]), Ok(38_880)));

#[test]
fn functions_of_open_layers() {
    agree::<Down, AnyDown>([17, 20]);
    agree::<Down, HalfDown>([17, 20]);
    agree::<Up, AnyUp>([11]);
    agree::<Patches, AnyPatches>([5, 6, 7]);
    agree::<Image, AnyImage>([5, 6, 7]);
    assert_eq!(AnyDown::output_shape([17, 20]), Ok([12, 9, 10]));

    let wrong = Error::Size { axis: 1, rank: 2, expected: 17, found: 16 };
    assert_eq!(HalfDown::input_shape([16, 20]), Err(wrong));
    assert_eq!(<HalfDown as OpenLayer>::macs([16, 20]), Err(wrong));
    assert!(matches!(AnyPatches::ram_bytes([5, 1, 7]), Err(Error::InputTooSmall { axis: 1, rank: 2, minimum: 2, .. })));
    assert_eq!(AnyDown::ram_bytes([usize::MAX / 8, 20]), Err(Error::TooLarge));
    assert_eq!(AnyDown::macs([1 << 40, 1 << 40]), Err(Error::TooLarge));
}

/// A reader of files knows a shape as a slice.
#[test]
fn shapes_from_slices() {
    fn read<S: Dimensions>(shape: &[usize]) -> Option<S> {
        S::try_from(shape).ok()
    }
    let size: Option<<AnyDown as OpenLayer>::Size> = read(&[17, 20]);
    assert_eq!(size, Some([17, 20]));
    assert_eq!(read::<<AnyDown as OpenLayer>::Size>(&[8, 17, 20]), None);
}

fn noise<T: From<f32>>(len: usize) -> Vec<T> {
    let mut rng = Rng::seeded(3);
    (0..len).map(|_| T::from(rng.uniform_f32(1.0))).collect()
}

type Form<'a, I, O> = &'a dyn Fn(&[I], &mut [O]) -> Result<(), Error>;

/// All forms of a policy against the layer's own, to the bit where it has threads, and where the
/// instruction set is that of `forward`.
fn policies<L>(layer: &L)
where
    L: Layer + Sync,
    L::Element: From<f32> + PartialEq + core::fmt::Debug,
    L::Input: Clone,
    L::Output: Clone,
{
    let (input, mut expected) = (noise(2 * L::Input::LEN), noise(2 * L::Output::LEN));
    layer.forward_slice(&input, &mut expected).unwrap();
    let mut first = noise(L::Output::LEN);
    let samples: Vec<L::Input> =
        input.chunks(L::Input::LEN).map(|sample| L::Input::from_slice(sample).unwrap().clone()).collect();
    layer.forward(&samples[0], L::Output::from_slice_mut(&mut first).unwrap());

    let forms = |policy: &dyn Fn(&L::Input, &mut L::Output),
                 batch: Form<'_, L::Input, L::Output>,
                 slice: Form<'_, L::Element, L::Element>| {
        let mut output = noise(L::Output::LEN);
        policy(&samples[0], L::Output::from_slice_mut(&mut output).unwrap());
        let empty = L::Output::from_slice(&noise(L::Output::LEN)).unwrap().clone();
        let mut outputs = vec![empty; 2];
        batch(&samples, &mut outputs).unwrap();
        assert!(batch(&samples, &mut outputs[1..]).is_err(), "{}", L::NAME);
        let batch: Vec<L::Element> = outputs.iter().flat_map(|output| output.flat().to_vec()).collect();
        let mut sliced = noise(2 * L::Output::LEN);
        slice(&input, &mut sliced).unwrap();
        assert_eq!((&batch, &sliced), (&expected, &expected), "{}", L::NAME);
        output
    };
    let threads = Threads(3);
    let runner = layer.on(&threads);
    let output = forms(
        &|input, output| runner.forward(input, output),
        &|inputs, outputs| runner.forward_batch(inputs, outputs),
        &|input, output| runner.forward_slice(input, output),
    );
    assert_eq!(output, first, "{}", L::NAME);
    let runner = layer.on(Isa::best());
    let output = forms(
        &|input, output| runner.forward(input, output).unwrap(),
        &|inputs, outputs| runner.forward_batch(inputs, outputs),
        &|input, output| runner.forward_slice(input, output),
    );
    // Straight-line code has one order of sums for all instruction sets.
    assert_eq!(output == first, L::NAME != "Tiny", "{}", L::NAME);
    let runner = layer.on((&threads, Isa::best()));
    forms(
        &|input, output| runner.forward(input, output).unwrap(),
        &|inputs, outputs| runner.forward_batch(inputs, outputs),
        &|input, output| runner.forward_slice(input, output),
    );
}

#[test]
fn policies_of_fixed_layers() {
    let rng = &mut Rng::seeded(1);
    policies(&Down::boxed_random(rng));
    policies(&Up::random(rng));
    policies(&Patches::new());
    policies(&Image::new());
}

/// A form without a kernel is the same to the bit with threads.
#[test]
fn straight_line_code_on_threads() {
    let layer = Tiny::random(&mut Rng::seeded(1));
    let (input, mut outputs) = ([[0.3, -0.2, 0.7, 0.11]], [[[0.0; 4]; 2]; 2]);
    layer.forward(&input, &mut outputs[0]);
    layer.on(&Threads(2)).forward(&input, &mut outputs[1]);
    assert_eq!(outputs[0], outputs[1]);
}

/// A layer of open size on arrays of any size.
fn arrays<L, I, O, P>(layer: &L, policy: P, input: &I, output: &mut O) -> P::Outcome
where
    L: OpenLayer + Fits<I, O>,
    I: Array<Element = L::Element>,
    O: Array<Element = L::Element>,
    P: Policy,
{
    layer.on(policy).forward(input, output)
}

#[test]
fn policies_of_open_layers() {
    let layer = AnyDown::boxed_random(&mut Rng::seeded(1));
    let numbers = noise::<f32>(8 * 17 * 20);
    let input = <[[[f32; 20]; 17]; 8]>::from_slice(&numbers).unwrap();
    let [mut own, mut threaded, mut named] = [[[[0.0; 10]; 9]; 12]; 3];
    layer.forward(input, &mut own);
    arrays(&layer, &Threads(3), input, &mut threaded);
    assert_eq!(own, threaded);
    arrays(&layer, Isa::best(), input, &mut named).unwrap();
    assert_eq!(own, named);

    // Sizes are inferred, and numbers are what the layer takes.
    let mut ones = [[[0.0; 1]; 1]; 12];
    layer.on(&Threads(2)).forward(&[[[1.0; 2]; 2]; 8], &mut ones);
    let mut batch = [ones; 2];
    layer.on(Isa::Scalar).forward_batch(&[[[[1.0; 2]; 2]; 8]; 2], &mut batch).unwrap();

    let mut output = vec![0.0; own.flat().len()];
    OpenLayer::forward_slice(&layer, [17, 20], &numbers, &mut output).unwrap();
    assert_eq!(output, own.flat());
    let on = layer.on((&Threads(2), Isa::best()));
    on.forward_slice([17, 20], &numbers, &mut output).unwrap();
    assert_eq!(output, own.flat());
    let small = Error::InputTooSmall { axis: 2, rank: 2, size: 0, minimum: 1, limit: conv_layer::Limit::Kernel };
    assert_eq!(on.forward_slice([17, 0], &[], &mut []), Err(small));
}

#[test]
fn instruction_sets_that_are_missing() {
    let Some(missing) = Isa::ALL.iter().find(|isa| !isa.is_available()) else { return };
    let mut output = [[[0.0; 10]; 9]; 12];
    let error = Err(Error::UnsupportedIsa(*missing));
    let input = [[[0.0; 20]; 17]; 8];
    assert_eq!(Down::ZERO.on(*missing).forward(&input, &mut output), error);
    assert_eq!(AnyDown::ZERO.on(*missing).forward(&input, &mut output), error);
    assert_eq!(Down::ZERO.on((&Threads(2), *missing)).forward(&input, &mut output), error);
    let mut patches = [[0.0; 25]; 30];
    assert_eq!(Patches.on(*missing).forward(&[[[0.0; 7]; 6]; 5], &mut patches), error);
}

/// The names of the first checkouts.
#[test]
#[expect(deprecated, reason = "they are tested")]
fn names_of_before() {
    let (layer, same) = (Down::init(&mut Rng::seeded(1)), Down::boxed_init(&mut Rng::seeded(1)));
    assert_eq!(layer.weights(), same.weights());
    let input = [[[0.5; 20]; 17]; 8];
    let [mut expected, mut output] = [[[[0.0; 10]; 9]; 12]; 2];
    layer.forward(&input, &mut expected);
    layer.forward_threaded(&Threads(2), &input, &mut output);
    assert_eq!(output, expected);
    layer.forward_batch_threaded(&Threads(2), &[input], std::slice::from_mut(&mut output)).unwrap();
    layer.forward_slice_threaded(&Threads(2), input.flat(), output.flat_mut()).unwrap();
    layer.forward_on(Isa::best(), input.flat(), output.flat_mut()).unwrap();
    assert_eq!(output, expected);
    let layer = AnyDown::init(&mut Rng::seeded(1));
    layer.forward_threaded(&Threads(2), &input, &mut output);
    assert_eq!(output, expected);
    layer.forward_on(Isa::best(), [17, 20], input.flat(), output.flat_mut()).unwrap();
    layer.forward_slice_threaded(&Threads(2), [17, 20], input.flat(), output.flat_mut()).unwrap();
    assert_eq!(output, expected);
}
