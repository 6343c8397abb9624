//! Has tests only. A package of its own, since Cargo sets optimisation by package: emulated vectors take several times longer
//! to compile with optimisation than real ones, and gain nothing from it.
