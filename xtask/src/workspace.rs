//! Where things are.

use std::path::{Path, PathBuf};

/// The checkout that this program was built from.
#[derive(Debug)]
pub(crate) struct Workspace {
    top: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// This crate lies one level below the top; cargo may have been told to build elsewhere.
    pub(crate) fn find() -> Self {
        let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let top = manifest.parent().map_or_else(|| manifest.clone(), Path::to_path_buf);
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| top.join("target"), |dir| top.join(dir));
        Self { top, target }
    }

    /// The top of the repository.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// Tools of our own, outside version control and outside the system.
    pub(crate) fn tools(&self) -> PathBuf {
        self.top.join(".tools")
    }

    /// What may be thrown away at any time.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("bench")
    }

    /// Other emulators, for comparison.
    pub(crate) fn peers(&self) -> PathBuf {
        self.target.join("peers")
    }

    /// The fuzz targets: their build, and what they found.
    pub(crate) fn fuzz(&self) -> PathBuf {
        self.target.join("fuzz")
    }

    /// What the tests write down of their calls.
    pub(crate) fn evidence(&self) -> PathBuf {
        self.target.join("evidence")
    }

    /// A program of ours, built for release.
    pub(crate) fn release(&self, program: &str) -> PathBuf {
        self.target.join("release").join(program)
    }
}
