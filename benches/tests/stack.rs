//! A call takes no more of the stack than `STACK_BYTES` says: layers run on threads whose stack is
//! that small, on every instruction set, in a process of their own, since what overflows a stack
//! ends it.

use std::env;
use std::hint::black_box;
use std::process::Command;
use std::thread;

use conv_layer::{Executor, Isa, Rng, conv_layer};

conv_layer! {
    /// Rows of phases are put together in a buffer, from a copy of the input.
    struct Alternating = nn.ConvTranspose2d(64, 64, 2, stride=2, input_shape=(64, 64, 64));
    /// Rows of phases are put together in a buffer.
    struct Interleaved = nn.ConvTranspose2d(32, 24, 5, stride=3, padding=1, input_shape=(32, 20, 20));
    /// The input of a span is copied.
    struct Pages = nn.Conv2d(32, 40, 1, groups=2, input_shape=(32, 64, 64));
    /// Rows of outputs are put together in a buffer.
    struct Rows = nn.Conv2d(16, 32, 3, padding=1, input_shape=(16, 64, 64));
    /// Rows of input are copied with their padding.
    struct Copied = nn.Conv2d(16, 16, 5, stride=2, padding=2, groups=16, input_shape=(16, 56, 56));
    /// The same in the functional form alone.
    struct Plain = nn.Conv2d(32, 64, 1, input_shape=(32, 64, 64));
    /// Two kernels, one after the other.
    struct Split = nn.Conv2d(16, 33, 3, padding=1, input_shape=(16, 32, 32));
    /// Borders are looked up.
    struct Reflected = nn.Conv3d(4, 20, 3, padding=1, padding_mode="reflect", input_shape=(4, 6, 12, 12));
    /// In double precision.
    struct Double = nn.Conv2d(8, 24, 3, padding=1, dtype="float64", input_shape=(8, 32, 32));
    /// Written out.
    struct Tiny = nn.Conv1d(1, 2, 3, padding=1, input_shape=(1, 4));
    /// Of any size.
    struct Open = nn.Conv2d(16, 24, 3, padding=1);
}

/// The caller's thread alone, for outputs that are cut as for four.
#[derive(Debug)]
struct Inline;

impl Executor for Inline {
    fn width(&self) -> usize {
        4
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        work();
    }
}

/// What is run, and the stack that it says it takes at most.
struct Case {
    name: String,
    stack: usize,
    run: Box<dyn FnMut() + Send>,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    macro_rules! cases {
        ($($Layer:ident: $number:ident on $input:expr => $output:expr, [$($size:expr)?];)*) => { $(
            for isa in Isa::available() {
                let layer = $Layer::boxed_random(&mut Rng::seeded(1));
                let (input, mut output) = (vec![$number::from(1_u8); $input], vec![$number::from(0_u8); $output]);
                let name = format!("{} on {isa}", stringify!($Layer));
                let run = move || layer.on(isa).forward_slice($($size,)? &input, &mut output).expect("lengths are right");
                cases.push(Case { name, stack: $Layer::STACK_BYTES, run: Box::new(run) });
            }
            let layer = $Layer::boxed_random(&mut Rng::seeded(1));
            let (input, mut output) = (vec![$number::from(1_u8); $input], vec![$number::from(0_u8); $output]);
            let name = format!("{} in shares", stringify!($Layer));
            let run = move || {
                layer.on(&Inline).forward_slice($($size,)? &input, &mut output).expect("lengths are right");
            };
            cases.push(Case { name, stack: $Layer::STACK_BYTES, run: Box::new(run) });

            let weight = vec![$number::from(1_u8); $Layer::WEIGHT_SHAPE.iter().product()];
            let bias = vec![$number::from(1_u8); usize::try_from($Layer::PARAMETERS).expect("few") - weight.len()];
            let (input, mut output) = (vec![$number::from(1_u8); $input], vec![$number::from(0_u8); $output]);
            let name = format!("{}, functional", stringify!($Layer));
            let run = move || {
                $Layer::functional_slice($($size,)? &input, &weight, &bias, &mut output).expect("lengths are right");
            };
            cases.push(Case { name, stack: $Layer::STACK_BYTES, run: Box::new(run) });
        )* };
        ($($Layer:ident: $number:ident,)*) => {
            cases! { $(
                $Layer: $number on $Layer::INPUT_SHAPE.iter().product() => $Layer::OUTPUT_SHAPE.iter().product(), [];
            )* }
        };
    }
    cases! {
        Alternating: f32, Interleaved: f32, Pages: f32, Plain: f32, Rows: f32, Copied: f32, Split: f32, Reflected: f32,
        Double: f64, Tiny: f32,
    }
    cases! { Open: f32 on 16 * 20 * 20 => 24 * 20 * 20, [[20, 20]]; }
    cases
}

/// The stack of each thread: more than any call takes.
const STACK: usize = 1 << 20;

/// Calls a function below `frames` frames of this one, and tells where the first and the last of
/// them are.
#[inline(never)]
fn below(frames: usize, run: &mut dyn FnMut()) -> (usize, usize) {
    let frame = black_box([1_u8; 64]);
    let here = frame.as_ptr().addr();
    let last = if frames > 0 {
        below(frames - 1, run).1
    } else {
        run();
        here
    };
    black_box(&frame);
    (here, last)
}

/// Runs a case on a thread of its own, below so many frames.
fn on(frames: usize, mut run: Box<dyn FnMut() + Send>) -> (usize, usize) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || below(frames, &mut *run));
    thread.expect("threads can be made").join().expect("what runs does not panic")
}

/// Bytes of a frame.
fn frame() -> usize {
    let (first, last) = on(1000, Box::new(|| ()));
    (first - last) / 1000
}

/// In a process of its own: nothing at all, or all cases, where so many frames leave nothing of the
/// stack.
#[test]
#[ignore = "ends its process where a stack is too small: the other test runs it"]
fn child() {
    let Ok(text) = env::var("STACK_OF") else { return };
    let (what, frames) = text.split_once(' ').expect("two words");
    let frames: usize = frames.parse().expect("a number");
    if what == "nothing" {
        on(frames, Box::new(|| ()));
        return;
    }
    for Case { name, stack, run } in cases() {
        println!("{name}, {stack} bytes");
        on(frames - stack / frame(), run);
    }
}

/// Whether the child lives, and what it prints.
fn lives(what: &str, frames: usize) -> (bool, String) {
    let child = env::current_exe().expect("this program has a path");
    let output = Command::new(child)
        .args(["child", "--exact", "--ignored", "--nocapture"])
        .env("STACK_OF", format!("{what} {frames}"))
        .output()
        .expect("the child can be started");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The layers that are here for their buffers have them.
#[test]
fn layers_have_the_buffers_that_they_are_here_for() {
    let frames = Tiny::STACK_BYTES;
    let kibibytes = |bytes: usize| (bytes - frames) / 1024;
    assert_eq!(kibibytes(Alternating::STACK_BYTES), 64 + 32);
    assert_eq!(kibibytes(Interleaved::STACK_BYTES), 64);
    assert_eq!(kibibytes(Pages::STACK_BYTES), 32);
    assert_eq!(kibibytes(Rows::STACK_BYTES), 16);
    assert_eq!(kibibytes(Copied::STACK_BYTES), 16);
    assert_eq!(kibibytes(Plain::STACK_BYTES), 32);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "frames of unoptimised code: cargo test --release -p conv-layer-benches")]
fn calls_take_no_more_stack_than_layers_say() {
    // The most frames that a stack has room for.
    let (mut enough, mut too_many) = (1, STACK / frame() + 1);
    while too_many - enough > 1 {
        let frames = usize::midpoint(enough, too_many);
        if lives("nothing", frames).0 { enough = frames } else { too_many = frames }
    }
    assert!(enough > STACK / 2 / frame(), "{enough} frames of {} bytes", frame());
    let (lives, printed) = lives("cases", enough);
    assert!(lives, "the last of these took more stack than it says:\n{printed}");
    assert!(printed.contains("Open on scalar"), "{printed}");
}
