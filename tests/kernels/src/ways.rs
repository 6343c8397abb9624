//! The ways of running a kernel: whole, or in shares as several threads would, each on an
//! instruction set or on emulated vectors.

use conv_runtime::__private::dispatch;
use conv_runtime::__private::threaded::run_each;
use conv_runtime::__private::{ByHand, Call, Error, Isa, Kernels};

use crate::guarded::Mark;

/// Numbers of threads, which have a share each.
const THREADS: [usize; 6] = [1, 2, 3, 4, 7, 12];

/// Runs a kernel on an instruction set.
///
/// # Errors
///
/// Those of the kernel.
pub fn run_on<K: Kernels>(isa: Isa, call: Call<'_, K::Element>) -> Result<(), Error> {
    dispatch::run_on::<ByHand<K>>(isa, call)
}

/// As [`run_on`], on emulated vectors.
///
/// # Errors
///
/// Those of the kernel.
pub fn run_emulated<K: Kernels>(isa: Isa, call: Call<'_, K::Element>) -> Result<(), Error> {
    dispatch::run_emulated::<ByHand<K>>(isa, call)
}

/// Runs a kernel whole and in shares, and returns what the latter give.
///
/// # Errors
///
/// Those of the kernel.
///
/// # Panics
///
/// When an output belongs to no share or to two of them, or is not the same to the bit.
pub fn in_shares<K: Kernels>(isa: Isa, call: Call<'_, K::Element>) -> Result<(), Error>
where
    K::Element: Mark,
{
    shares::<K>((isa, false), call, run_on::<K>)
}

/// As [`in_shares`], on emulated vectors.
///
/// # Errors
///
/// Those of the kernel.
///
/// # Panics
///
/// As [`in_shares`].
pub fn in_shares_emulated<K: Kernels>(isa: Isa, call: Call<'_, K::Element>) -> Result<(), Error>
where
    K::Element: Mark,
{
    shares::<K>((isa, true), call, run_emulated::<K>)
}

fn shares<K: Kernels>(
    (isa, emulated): (Isa, bool),
    call: Call<'_, K::Element>,
    whole: fn(Isa, Call<'_, K::Element>) -> Result<(), Error>,
) -> Result<(), Error>
where
    K::Element: Mark,
{
    let Call { input, output, weights, bias, size } = call;
    let mut expected = vec![K::Element::MARK; output.len()];
    whole(isa, Call { input, output: &mut expected, weights, bias, size })?;
    for threads in THREADS {
        let mut found = vec![K::Element::MARK; output.len()];
        let mut count = 0;
        let mut after = |written: &mut [K::Element]| {
            count += 1;
            for (place, (written, found)) in written.iter_mut().zip(&mut found).enumerate() {
                if !written.is_mark() {
                    assert!(found.is_mark(), "output {place} belongs to two of the shares of {threads} threads");
                    *found = std::mem::replace(written, K::Element::MARK);
                }
            }
        };
        output.fill(K::Element::MARK);
        let call = Call { input, output: &mut *output, weights, bias, size };
        run_each::<ByHand<K>>(threads, (isa, emulated), call, &mut after)?;
        assert!(count <= threads && 2 * count >= threads, "{count} shares of {threads} threads");
        for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert!(found.same(*expected), "output {place} on {threads} threads");
        }
        output.copy_from_slice(&found);
    }
    Ok(())
}
