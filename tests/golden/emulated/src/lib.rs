//! Has tests only. A package of its own, so that the plans of instruction sets which the
//! CPU lacks can be tested alone.
