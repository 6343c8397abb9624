//! Kernels that are asked for with the key `plan`.

mod channels;
mod dictionary;
mod formats;
mod layouts;
mod pixels;
mod rest;
mod rows;
mod table;
mod whole_rows;
