//! What a loop consists of, and what is wrong with it.

use crate::{Function, Hot, Loop, Times};

/// Accesses of a loop to the stack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// Vectors that are stored: spilled sums, or weights.
    pub stores: usize,
    /// Vectors that are read.
    pub reloads: usize,
    /// Accesses to anything else: addresses and counters.
    pub others: usize,
}

impl Stack {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.stores + self.reloads + self.others
    }
}

/// What a loop consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// All instructions.
    pub instructions: usize,
    /// Runs of them without jumps.
    pub blocks: usize,
    /// Multiply-adds of whole vectors, fused.
    pub fused: usize,
    /// Multiplications of whole vectors.
    pub products: usize,
    /// Additions of whole vectors.
    pub additions: usize,
    /// Multiply-adds, multiplications and additions of single numbers.
    pub scalar: usize,
    /// Lines of the cache that are fetched ahead.
    pub fetches: usize,
    /// Calls.
    pub calls: usize,
    /// Accesses to the stack.
    pub stack: Stack,
}

/// What arithmetic an instruction does, if any.
enum Arithmetic {
    Fused,
    Product,
    Addition,
    Scalar,
}

fn arithmetic(mnemonic: &str) -> Option<Arithmetic> {
    let name = mnemonic.strip_prefix('v').unwrap_or(mnemonic);
    let fused = name.starts_with("fmadd") || name.starts_with("fmsub") || name.starts_with("fnm");
    let product = name.starts_with("mul");
    let addition = name.starts_with("add") || name.starts_with("sub");
    if !fused && !product && !addition {
        return None;
    }
    match &name[name.len() - 2..] {
        // `ss` and `sd`, but not `addl` or `addq`.
        "ss" | "sd" => Some(Arithmetic::Scalar),
        "ps" | "pd" if fused => Some(Arithmetic::Fused),
        "ps" | "pd" if product => Some(Arithmetic::Product),
        "ps" | "pd" => Some(Arithmetic::Addition),
        _ => None,
    }
}

impl Census {
    /// Of a loop.
    #[must_use]
    pub fn new(function: &Function, of: &Loop) -> Self {
        let mut census = Self { blocks: of.blocks.len(), ..Self::default() };
        let frame_pointer = function.has_frame_pointer();
        for place in of.instructions() {
            let instruction = &function.instructions[place];
            census.instructions += 1;
            census.calls += usize::from(instruction.is_call());
            census.fetches += usize::from(instruction.mnemonic == "prefetcht0");
            match arithmetic(&instruction.mnemonic) {
                Some(Arithmetic::Fused) => census.fused += 1,
                Some(Arithmetic::Product) => census.products += 1,
                Some(Arithmetic::Addition) => census.additions += 1,
                Some(Arithmetic::Scalar) => census.scalar += 1,
                None => {}
            }
            let Some(operand) = instruction.stack_operand(frame_pointer) else { continue };
            let written = operand + 1 == instruction.operands.len();
            match (instruction.has_vector(), written) {
                (true, true) => census.stack.stores += 1,
                (true, false) => census.stack.reloads += 1,
                (false, _) => census.stack.others += 1,
            }
        }
        census
    }

    /// Whether an instruction multiplies vectors.
    #[must_use]
    pub fn multiplies(mnemonic: &str) -> bool {
        matches!(arithmetic(mnemonic), Some(Arithmetic::Fused | Arithmetic::Product))
    }

    /// Whether an instruction multiplies or adds vectors.
    #[must_use]
    pub fn computes(mnemonic: &str) -> bool {
        Self::multiplies(mnemonic) || matches!(arithmetic(mnemonic), Some(Arithmetic::Addition))
    }

    /// Multiply-adds of whole vectors, in one instruction or two.
    #[must_use]
    pub fn multiply_adds(&self) -> usize {
        self.fused + self.products
    }

    /// What is wrong with a loop that was planned so, where the instruction set has `fused`
    /// multiply-adds and so many accesses to the stack are accepted.
    #[must_use]
    pub fn faults(&self, planned: &Hot, fused: bool, accepted: Stack) -> Vec<String> {
        let mut faults = Vec::new();
        let mut check = |sound: bool, fault: String| {
            if !sound {
                faults.push(fault);
            }
        };
        let found = self.multiply_adds();
        match planned.times {
            Times::Once => {
                check(found == planned.products, format!("{found} multiply-adds instead of {}", planned.products));
            }
            Times::Some => check(
                found > 0 && found.is_multiple_of(planned.products),
                format!("{found} multiply-adds, no multiple of {}", planned.products),
            ),
        }
        let (products, additions, stored) = (self.products, self.additions, planned.stored);
        if fused {
            check(
                products == 0 && additions <= stored,
                format!("{products} multiplications and {additions} additions of {stored} are not fused"),
            );
        } else {
            check(
                (products..=products + stored).contains(&additions),
                format!("{products} products and {stored} outputs, but {additions} additions"),
            );
        }
        check(self.scalar == 0, format!("arithmetic on {} single numbers", self.scalar));
        check(self.calls == 0, format!("{} calls", self.calls));
        let Stack { stores, reloads, others } = self.stack;
        check(stores <= accepted.stores, format!("{stores} vectors spilled"));
        check(reloads <= accepted.reloads, format!("{reloads} vectors from the stack"));
        check(others <= accepted.others, format!("{others} other accesses to the stack"));
        check(self.blocks <= planned.blocks, format!("jumps between {} runs of instructions", self.blocks));
        faults
    }
}
