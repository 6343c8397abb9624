//! Which versions of dependencies the crates of users have: those of this repository, which have
//! been downloaded.

use std::fs;
use std::path::Path;

/// Copies the lock file, where there is one, into a user's folder.
pub(crate) fn copy(checkout: &Path, folder: &Path) {
    let lock = checkout.join("Cargo.lock");
    if lock.exists() {
        fs::copy(lock, folder.join("Cargo.lock")).expect("files can be copied");
    }
}
