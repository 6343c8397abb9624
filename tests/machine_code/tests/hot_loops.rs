//! The hot loops of every kernel, as compiled for each instruction set of x86-64.
//!
//! The layers are compiled anew, optimised as for a user, and their assembly is read. It depends on
//! the compiler, too: a new one that spills sums is worth knowing about.

#![forbid(unsafe_code)]

use std::cmp::Reverse;
use std::fs;
use std::path::Path;
use std::process::Command;

use conv_layer_machine_code::{Census, Function, Loop, Stack, Times, each_layer, functions, innermost, planned};
use conv_plan::{Isa, Kernel, Plan};
use conv_spec::{Format, Source};

/// Loops that access the stack nevertheless, and how often they may.
const EXCEPTIONS: &[(&str, Isa, Stack)] = &[
    // Ten sums, two weights, the broadcast and the product: loads that are moved ahead of the next
    // tap find no register.
    ("Strips", Isa::Sse2, vectors(1, 1)),
    ("SharedSets", Isa::Sse2, vectors(1, 1)),
    // A sum of a row's first tile, five taps of fourteen pixels in a run: 134 multiply-adds.
    ("Parted", Isa::Avx512, vectors(1, 1)),
    // Ten sums, and for each product a load of its own: three taps' worth of them, in one run of
    // instructions.
    ("DepthwiseLast", Isa::Sse2, vectors(1, 1)),
    // What is reloaded is the input, of which there is a copy on the stack.
    ("Gathered", Isa::Avx512, vectors(0, 2)),
    ("Gathered", Isa::Sse2, vectors(0, 2)),
    // An address, for a whole channel of a window.
    ("Grouped", Isa::Avx512, Stack { others: 1, ..vectors(0, 0) }),
    ("Grouped", Isa::Sse2, Stack { others: 1, ..vectors(0, 0) }),
    // The same, for both taps of a channel.
    ("SingleRow", Isa::Avx2, Stack { others: 1, ..vectors(0, 0) }),
    // Addresses of rows, once for each input row of a tile of 144 multiply-adds.
    ("Stacked", Isa::Avx512, Stack { others: 9, ..vectors(0, 0) }),
    // Nine weights and the bias are kept, beside three rows of sums and what is read.
    ("Stacked", Isa::Sse2, Stack { others: 1, ..vectors(0, 3) }),
    // A tile with borders keeps the masks of its loads, too.
    ("OneTile", Isa::Avx2, vectors(2, 2)),
    // There are no masked loads: lanes are collected one by one, and some sums stay in memory.
    ("OneTile", Isa::Sse2, vectors(14, 39)),
];

/// Loops that fetch lines of the cache ahead, and how many at least: of weights, one for each
/// vector and tap of a row; of input, one for each vector.
const FETCHES: &[(&str, Isa, usize)] = &[("FarWeights", Isa::Avx512, 2 * 3), ("FarInput", Isa::Avx512, 3)];

/// Kernels that write past the caches: a block of rows at a time, all of which are written before
/// the call is over.
const STREAMS: &[(&str, Isa)] = &[("LargeOutput", Isa::Avx512)];

/// Vectors that are spilled and reloaded.
const fn vectors(stores: usize, reloads: usize) -> Stack {
    Stack { stores, reloads, others: 0 }
}

/// What a kernel may call, outside of its loops: checks of a call, copies of their result, the
/// scattered stores that all layers share, and the outputs at borders where weights are not finite;
/// in shares, what part of each dimension is theirs. Anything else is a closure that was not
/// inlined, a bounds check, or worse.
const CALLEES: [&str; 7] = ["7packing", "8geometry", "7scatter", "10not_finite", "8threaded", "memcpy", "memset"];

macro_rules! list {
    ($($name:ident = $path:literal,)*) => {
        const LAYERS: &[(&str, &str, &str)] = &[$((stringify!($name), $path, include_str!(concat!("../", $path)))),*];
    };
}

each_layer!(list);

/// Compiles the layers, and returns the listing.
fn compile() -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("machine_code");
    let listing = target.join("layers.s");
    let output = Command::new(env!("CARGO"))
        .args(["rustc", "--release", "--offline", "--color=never", "--features=compiled", "--example=layers", "--"])
        .args(["-Ccodegen-units=1", "-Csymbol-mangling-version=v0"])
        .arg(format!("--emit=asm={}", listing.display()))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        // Kept between runs.
        .env("CARGO_TARGET_DIR", &target)
        // As for a user who says nothing.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(listing).expect("the compiler has written a listing")
}

/// What an entry computes: all outputs, or a share of them.
const ALL: &str = "&mut [f32]";
const SHARE: &str = "conv_runtime::threaded::outputs::Shared<f32>";

/// A symbol as it is written in Rust.
fn readable(symbol: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(symbol.trim_end_matches("@PLT").trim_end_matches("@GOTPCREL(%rip)")))
}

/// The entry of a layer for an instruction set, `<Plan<…> as
/// conv_runtime::dispatch::Entry>::enter_<isa>::<outputs>`: layers of equal plans share it, so that
/// the plan is the one whose `enter` the function `compute` of the layer's module jumps to.
fn entry<'a>(functions: &'a [Function], isa: Isa, layer: &str, outputs: &str) -> &'a Function {
    let compute = format!("::__conv_layer_{layer}::compute");
    let compute = functions.iter().find(|function| readable(&function.symbol).ends_with(&compute));
    let compute = compute.unwrap_or_else(|| panic!("{layer} has no function `compute`"));
    let targets = compute.instructions.iter().map(|instruction| instruction.target().trim_start_matches('*'));
    let enter = targets.map(readable).find_map(|target| target.strip_suffix(">::enter").map(str::to_owned));
    let enter = enter.unwrap_or_else(|| panic!("`compute` of {layer} leads to no plan"));
    let entry = format!("{enter}>::enter_{}::<{outputs}>", isa.name());
    let found = functions.iter().find(|function| readable(&function.symbol) == entry);
    found.unwrap_or_else(|| panic!("no function {entry}"))
}

/// Looks at the hot loops of a function, prints them, and returns what is wrong.
fn inspect(function: &Function, layer: &str, isa: Isa, plan: &Plan, spec: &conv_spec::Layer) -> Vec<String> {
    let kernel = plan.kernels().iter().find(|(of, _)| *of == isa).expect("every instruction set has a kernel").1;
    let title = format!("{layer}, {}, {kernel:?}", isa.name());
    let callees = function.callees().filter(|callee| !CALLEES.iter().any(|may| callee.contains(may)));
    let mut faults: Vec<String> = callees.map(|callee| format!("{title}: calls {callee}")).collect();
    let count = |name: &str| function.instructions.iter().filter(|instruction| instruction.mnemonic == name).count();
    let streams = STREAMS.contains(&(layer, isa));
    if streams != (count("vmovntps") >= 16 && count("sfence") > 0) || !streams && count("vmovntps") > 0 {
        faults.push(format!("{title}: {} stores past the caches", count("vmovntps")));
    }
    let multiplies = |place: usize| Census::multiplies(&function.instructions[place].mnemonic);
    let mut loops: Vec<(Loop, Census)> = innermost(function, multiplies)
        .into_iter()
        .map(|found| {
            let census = Census::new(function, &found);
            (found, census)
        })
        .collect();
    loops.sort_by_key(|(_, census)| Reverse(census.multiply_adds()));
    let accepted = EXCEPTIONS.iter().find(|(of, with, _)| *of == layer && *with == isa).map(|(_, _, stack)| *stack);
    let several = kernel.rest().is_some() || matches!(kernel, Kernel::WholeRows { tail: Some(_), .. });
    for hot in planned(spec, &kernel) {
        // What must be there exactly, or the largest of the others; where two kernels or tiles of
        // two sizes stand side by side, the largest that may be this one's.
        let found = |of: fn(usize, usize) -> bool| {
            loops.iter().position(|(_, census)| of(census.multiply_adds(), hot.products))
        };
        let place = match hot.times {
            Times::Once => found(|multiplies, products| multiplies == products),
            Times::Some if several => found(usize::is_multiple_of),
            Times::Some => None,
        };
        let place = place.unwrap_or(0);
        if place >= loops.len() {
            faults.push(format!("{title}: no loop of {} multiply-adds", hot.products));
            continue;
        }
        let (found, mut census) = loops.remove(place);
        if matches!(kernel, Kernel::Rows { .. }) && census.multiply_adds() > hot.products {
            // Tiles of the interior and of the borders stand in one loop, one after the other: the
            // best of them is the hot one.
            let computes = |place: usize| Census::computes(&function.instructions[place].mnemonic);
            let products = if isa == Isa::Sse2 { 2 * hot.products } else { hot.products };
            let parts = found.parts(computes, products + hot.stored);
            let parts = parts.iter().map(|part| Census::new(function, part));
            let whole = parts.filter(|part| part.multiply_adds() == hot.products);
            census = whole.min_by_key(|part| (part.stack.total(), part.instructions)).unwrap_or(census);
        }
        println!(
            "{title}: {} multiply-adds of {} instructions, {} fetch, {:?}",
            census.multiply_adds(),
            census.instructions,
            census.fetches,
            census.stack
        );
        let least = FETCHES.iter().find(|(of, with, _)| *of == layer && *with == isa).map_or(0, |(_, _, least)| *least);
        if census.fetches < least {
            faults.push(format!("{title}: fetches {} lines, not {least}", census.fetches));
        }
        let found = census.faults(&hot, isa != Isa::Sse2, accepted.unwrap_or_default());
        faults.extend(found.into_iter().map(|fault| format!("{title}: {fault}")));
    }
    faults
}

#[test]
fn hot_loops_are_as_planned_and_keep_their_sums_in_registers() {
    if !cfg!(target_arch = "x86_64") {
        println!("skipped: only machine code of x86-64 is looked at, on x86-64");
        return;
    }
    let functions = functions(&compile());
    let mut faults = Vec::new();
    for (layer, path, text) in LAYERS {
        let spec =
            conv_spec::check(&Source { name: path, text, format: Format::Toml }).expect("the macro has checked it");
        let plan = Plan::new(&spec).unwrap();
        for isa in [Isa::Avx512, Isa::Avx2, Isa::Sse2] {
            faults.extend(inspect(entry(&functions, isa, layer, ALL), layer, isa, &plan, &spec));
            if *layer == "Product" {
                faults.extend(inspect(entry(&functions, isa, layer, SHARE), layer, isa, &plan, &spec));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
