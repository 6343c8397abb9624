//! What runs a call on several threads, in safe code of anybody's: no implementation can spoil a
//! result.

/// Several threads that can work for one call, as the caller has them: a pool, scoped threads, the cores of a microcontroller.
///
/// A layer hands over `work`, which takes one part of the outputs after the other until none is left. An executor calls it once on
/// each thread that is to take part:
///
/// ```
/// use conv_runtime::Executor;
///
/// /// One thread for each core that the program may use.
/// struct Cores;
///
/// impl Executor for Cores {
///     fn width(&self) -> usize {
///         std::thread::available_parallelism().map_or(1, usize::from)
///     }
///
///     fn run(&self, work: &(dyn Fn() + Sync)) {
///         std::thread::scope(|scope| {
///             for _ in 1..self.width() {
///                 scope.spawn(work);
///             }
///             work();
///         });
///     }
/// }
/// ```
///
/// Each part is taken once, whoever asks for it. `work` may therefore be called any number of times, on any threads, at once or one after
/// the other, or not at all: parts that are left when `run` returns are computed by the thread that has called the layer. The result is
/// complete in any case, and the same to the bit. If `run` panics, the output holds some of the results, as numbers that are there to be
/// overwritten.
///
/// `work` neither panics nor allocates, and needs as much stack as the layer's `forward`. Calls must have returned, and what they have
/// written must be seen by the caller, when `run` returns: safe code cannot do otherwise, since `work` is borrowed; code that hands it to
/// another core by its address has to wait for that core, with an acquiring load of what it has released.
///
/// Targets without atomic compare-and-swap (`target_has_atomic = "ptr"`) cannot take parts; everything runs on the calling thread there.
pub trait Executor {
    /// How many parts a large layer is cut into, equally long as far as they can be: the number of threads that `run` uses, the
    /// caller's among them. Where threads are not equally fast, a multiple of it lets those that are done earlier take more.
    fn width(&self) -> usize;

    /// Calls `work` on each thread that is to take part, and returns when all calls have returned.
    fn run(&self, work: &(dyn Fn() + Sync));
}

impl<E: Executor + ?Sized> Executor for &E {
    fn width(&self) -> usize {
        (**self).width()
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        (**self).run(work);
    }
}
