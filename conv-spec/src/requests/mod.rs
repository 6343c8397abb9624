//! The keys by which users say how a layer is built, and not what it computes. Convolutions of all
//! kinds have them, behind their own.
//!
//! A key is a row of `keys!`, a field of what is read (`GivenRequests`) and of what a layer has
//! (`Requests`), and a method of [`Layer`] that says what is asked for. Whether the layer can have
//! it is judged where layers are planned.

mod budget;
mod kind;
mod plan;

use std::ops::Range;

use conv_geometry::{Isa, Unroll};

use crate::choices::Unrolls;
use crate::layer::Layer;
use crate::ops::key::{Key, Unless, keys};
use crate::spec::Field;

use budget::{Budget, Budgets};
pub use kind::KernelKind;
use plan::Plans;

keys! { GivenRequests {
    unroll: UNROLL,
    plan: PLAN,
    budget: BUDGET,
} }

const UNROLL: Key<Unrolls> = Key {
    values: Unrolls,
    unless_given: Unless::Default(Unroll::Auto),
    ours: true,
    aliases: &[],
    about: "How much of the layer's loops is written out. \"size\": as little as possible, for the least code; \
            \"speed\": more than usual; \"auto\": as planning finds best.",
};

const PLAN: Key<Plans> = Key {
    values: Plans,
    unless_given: Unless::Otherwise("the planner's"),
    ours: true,
    aliases: &[],
    about: "Kernels for those who have measured better than planning estimates, by instruction set; sets that are not \
            named keep theirs. All sets of a layer share its packed weights: kernels that read them differently \
            exclude each other, and the other sets get the best kernel for what is asked for.",
};

const BUDGET: Key<Budgets> = Key {
    values: Budgets,
    unless_given: Unless::Otherwise("none"),
    ours: true,
    aliases: &["limits", "memorybudget"],
    about: "The most bytes of flash and of ram that the layer may take; more is a compile error.",
};

/// What is asked for, as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GivenRequests {
    pub(crate) unroll: Field<Unroll>,
    pub(crate) plan: Field<Vec<KernelRequest>>,
    pub(crate) budget: Field<Budget>,
}

/// What is asked for, or the default where nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Requests {
    unroll: Unroll,
    kernels: Vec<KernelRequest>,
    budget: Budget,
}

impl GivenRequests {
    /// `None` where something was not understood.
    pub(crate) fn checked(&self) -> Option<Requests> {
        Some(Requests {
            unroll: UNROLL.or_default(&self.unroll)?,
            kernels: self.plan.given().map_or_else(Vec::new, |kernels| kernels.value.clone()),
            budget: self.budget.given().map_or_else(Budget::default, |budget| budget.value.clone()),
        })
    }
}

impl Layer {
    /// How much of the layer's loops is written out.
    #[must_use]
    pub fn unroll(&self) -> Unroll {
        self.requests.unroll
    }

    /// Kernels that the specification asks for, whether the layer can have them or not.
    #[must_use]
    pub fn kernel_requests(&self) -> &[KernelRequest] {
        &self.requests.kernels
    }
}

/// A kernel that is asked for, for an instruction set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelRequest {
    /// The instruction set.
    pub isa: Isa,
    /// The kernel.
    pub kind: KernelKind,
    /// The bytes of the specification that name the kernel.
    pub span: Range<usize>,
    /// The tile: all that must be given, and what else is.
    numbers: Vec<(&'static str, Number)>,
}

/// A number that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its bytes in the specification.
    pub span: Range<usize>,
    /// At least 1.
    pub value: usize,
}

impl KernelRequest {
    /// What is given for a key of the tile.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<&Number> {
        self.numbers.iter().find(|(of, _)| *of == key).map(|(_, number)| number)
    }
}
