//! What layers take on a microcontroller: counted instructions, measured stack, and
//! memory by the layer's own account.
//!
//! ```sh
//! cargo run --release --bin layers --target thumbv7em-none-eabihf
//! ```

#![no_std]
#![no_main]

use board::{Fixed, say};
use conv_layer::{Rng, conv_layer};

conv_layer! {
    /// The first layer of a network for small pictures.
    struct Dense = nn.Conv2d(3, 16, 3, padding=1, input_shape=(3, 32, 32));
    /// The same with nine times as many pixels and twice as many channels:
    /// other sizes, the same stack.
    struct Larger = nn.Conv2d(6, 32, 3, padding=1, input_shape=(6, 96, 96));
    /// With the least code, and with more than usual: `code` compares the two.
    struct Least = nn.Conv2d(3, 16, 3, padding=1, unroll="size", input_shape=(3, 24, 24));
    /// See `Least`.
    struct Most = nn.Conv2d(3, 16, 3, padding=1, unroll="speed", input_shape=(3, 24, 24));
    /// A keyword spotter's, within channels.
    struct Depthwise = nn.Conv2d(64, 64, 3, padding=1, groups=64, input_shape=(64, 25, 5));
    /// A keyword spotter's, across channels.
    struct Pointwise = nn.Conv2d(64, 64, 1, input_shape=(64, 25, 5));
}

conv_layer! {
    /// For their stack: phases, borders that are looked up along three axes, and double precision.
    struct Upsampled = nn.ConvTranspose2d(4, 8, 4, stride=2, padding=1, input_shape=(4, 6, 6));
    /// See `Upsampled`.
    struct Reflected = nn.Conv3d(2, 8, 3, padding=1, padding_mode="reflect", input_shape=(2, 4, 4, 4));
    /// See `Upsampled`.
    struct Double = nn.Conv2d(4, 8, 3, padding=1, dtype="float64", input_shape=(4, 6, 6));
}

static DENSE: Dense = Dense::random(&mut Rng::seeded(1));
static LARGER: Larger = Larger::random(&mut Rng::seeded(4));
static LEAST: Least = Least::random(&mut Rng::seeded(5));
static MOST: Most = Most::random(&mut Rng::seeded(5));
static DEPTHWISE: Depthwise = Depthwise::random(&mut Rng::seeded(2));
static POINTWISE: Pointwise = Pointwise::random(&mut Rng::seeded(3));
static UPSAMPLED: Upsampled = Upsampled::random(&mut Rng::seeded(6));
static REFLECTED: Reflected = Reflected::random(&mut Rng::seeded(7));
static DOUBLE: Double = Double::random(&mut Rng::seeded(8));

board::program!(run);

/// Measures a layer; its arguments are on the stack, above what is measured.
macro_rules! measure {
    ($name:literal, $type:ident, $layer:ident, $front:ident, $back:ident) => {{
        let ((), instructions) = board::instructions(|| $layer.forward(&$front, &mut $back));
        let ((), stack) = board::stack(|| $layer.forward(&$front, &mut $back));
        let macs = u32::try_from($type::MACS).unwrap_or(0);
        let stack = (stack, $type::STACK_BYTES);
        row($name, macs, instructions, stack, $type::FLASH_BYTES, $type::RAM_BYTES)
    }};
}

#[expect(
    clippy::large_stack_arrays,
    reason = "the boards have megabytes, and what is measured lies below the arguments"
)]
fn run() -> bool {
    let mut well = board::counts();
    if !well {
        say!("instructions are not counted as they should be");
    }
    {
        let (front, mut back) = ([[[0.5; 32]; 32]; 3], [[[0.0; 32]; 32]; 16]);
        well &= measure!("dense", Dense, DENSE, front, back);
    }
    {
        let (front, mut back) = ([[[0.5; 96]; 96]; 6], [[[0.0; 96]; 96]; 32]);
        let ((), stack) = board::stack(|| LARGER.forward(&front, &mut back));
        say!("larger layer: stack ", stack.unwrap_or(usize::MAX));
        well &= stack.is_some_and(|stack| stack <= Larger::STACK_BYTES);
    }
    {
        let (front, mut back, mut other) = ([[[0.5; 24]; 24]; 3], [[[0.0; 24]; 24]; 16], [[[0.0; 24]; 24]; 16]);
        well &= measure!("least", Least, LEAST, front, back);
        well &= measure!("most", Most, MOST, front, other);
        well &= back == other;
    }
    {
        let (front, mut back) = ([[[0.5; 5]; 25]; 64], [[[0.0; 5]; 25]; 64]);
        well &= measure!("depthwise", Depthwise, DEPTHWISE, front, back);
        well &= measure!("pointwise", Pointwise, POINTWISE, front, back);
    }
    {
        let (mut frames, mut front, mut back) = ([[[0.0; 10]; 49]; 1], [[[0.0; 5]; 25]; 64], [[[0.0; 5]; 25]; 64]);
        network::fill(&mut frames);
        let ((), instructions) = board::instructions(|| network::run(&frames, &mut front, &mut back));
        let off = network::difference(&front);
        let ((), stack) = board::stack(|| network::run(&frames, &mut front, &mut back));
        well &= off <= network::TOLERANCE;
        let macs = network::NEEDS.iter().map(|needs| u32::try_from(needs.macs).unwrap_or(0)).sum();
        let flash = network::NEEDS.iter().map(|needs| needs.flash).sum();
        // Layers take turns in two maps and the input.
        let ram = size_of_val(&frames) + 2 * size_of_val(&front);
        let most = network::NEEDS.iter().map(|needs| needs.stack).max().unwrap_or(0);
        well &= row("network", macs, instructions, (stack, most), flash, ram);
    }
    well && stacks()
}

/// Whether calls of other kinds of layers take no more stack than these say, the functional form
/// included.
fn stacks() -> bool {
    let mut well = true;
    let mut hold = |name: &str, (((), stack), most): (((), Option<usize>), usize)| {
        say!("stack of ", name, " ", stack.unwrap_or(usize::MAX), " of ", most);
        well &= stack.is_some_and(|stack| stack <= most);
    };
    let (input, mut output) = ([[[0.5; 6]; 6]; 4], [[[0.0; 12]; 12]; 8]);
    hold("upsampled", (board::stack(|| UPSAMPLED.forward(&input, &mut output)), Upsampled::STACK_BYTES));
    let (input, mut output) = ([[[[0.5; 4]; 4]; 4]; 2], [[[[0.0; 4]; 4]; 4]; 8]);
    hold("reflected", (board::stack(|| REFLECTED.forward(&input, &mut output)), Reflected::STACK_BYTES));
    let (weight, bias) = ([[[[[0.25; 3]; 3]; 3]; 2]; 8], [0.0; 8]);
    let functional = board::stack(|| Reflected::functional(&input, &weight, &bias, &mut output));
    hold("reflected, functional", (functional, Reflected::STACK_BYTES));
    let (input, mut output) = ([[[0.5; 6]; 6]; 4], [[[0.0; 6]; 6]; 8]);
    hold("double", (board::stack(|| DOUBLE.forward(&input, &mut output)), Double::STACK_BYTES));
    well
}

/// Prints a row; whether the stack that was measured is no more than the layer says.
fn row(
    name: &str,
    macs: u32,
    instructions: u32,
    (stack, most): (Option<usize>, usize),
    flash: usize,
    ram: usize,
) -> bool {
    let each = u64::from(instructions) * 100 / u64::from(macs.max(1));
    say!(
        "row ",
        name,
        " macs ",
        macs,
        " instructions ",
        instructions,
        " each ",
        Fixed(u32::try_from(each).unwrap_or(u32::MAX)),
        " stack ",
        stack.unwrap_or(usize::MAX),
        " weights ",
        flash,
        " ram ",
        ram
    );
    instructions > 0 && stack.is_some_and(|stack| stack <= most)
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    say!("panic");
    board::exit(101)
}
