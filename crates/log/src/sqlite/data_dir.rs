//! The data directory: who may use it, what format it has, and how files in it are made to last.
//!
//! ```text
//! LOCK                     held for as long as a process uses the directory; holds its pid
//! format                   the number of the format everything else is in; written last when a directory is made
//! log.db, log.db-wal       the entries
//! snapshot-<position>.xcs  a complete snapshot
//! *.part                   something unfinished, of no worth after a crash
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::OpenError;

/// The format this release reads and writes.
pub(super) const FORMAT: u32 = 1;

const LOCK: &str = "LOCK";
pub(super) const MARKER: &str = "format";
const MARKER_PART: &str = "format.part";

/// No small file of the directory is read further than this.
const SMALL_FILE_BYTES: u64 = 64;

/// A directory this process has for itself for as long as the value lives.
#[derive(Debug)]
pub(super) struct DataDir {
    path: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Creates the directory if it is absent, and locks it.
    pub(super) fn claim(path: &Path) -> Result<Self, OpenError> {
        create_private_dir(path).map_err(io_error("create the data directory", path))?;
        let lock_path = path.join(LOCK);
        let mut lock = private_file()
            .read(true)
            .truncate(false)
            .open(&lock_path)
            .map_err(io_error("open the lock file", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder_pid = read_small(&lock).ok().and_then(|text| text.trim().parse().ok());
                return Err(OpenError::Locked { dir: path.to_owned(), holder_pid });
            }
            Err(TryLockError::Error(source)) => return Err(io_error("lock", &lock_path)(source)),
        }
        lock.set_len(0)
            .and_then(|()| writeln!(lock, "{}", std::process::id()))
            .map_err(io_error("write to the lock file", &lock_path))?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where the directory is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the file `name` of the directory is.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether the directory carries a format marker; any other format than [`FORMAT`] is refused.
    pub(super) fn is_marked(&self) -> Result<bool, OpenError> {
        let path = self.file(MARKER);
        let text = match File::open(&path).and_then(|file| read_small(&file)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(io_error("read the format marker", &path)(error)),
        };
        match text.trim().parse() {
            Ok(FORMAT) => Ok(true),
            Ok(found) if found > FORMAT => Err(OpenError::NewerFormat { found, supported: FORMAT }),
            _ => Err(OpenError::Corrupt { path, reason: format!("{text:?} is not the number of a format") }),
        }
    }

    /// Marks the directory as being in [`FORMAT`], durably.
    pub(super) fn mark(&self) -> Result<(), OpenError> {
        let (part, path) = (self.file(MARKER_PART), self.file(MARKER));
        private_file()
            .truncate(true)
            .open(&part)
            .and_then(|mut file| {
                writeln!(file, "{FORMAT}")?;
                file.sync_all()
            })
            .and_then(|()| fs::rename(&part, &path))
            .and_then(|()| self.sync())
            .map_err(io_error("write the format marker", &path))
    }

    /// Makes the creations, renames, and removals of files in the directory durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        sync_dir(&self.path)
    }
}

/// Words an I/O error for the operator.
pub(super) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OpenError {
    move |source| OpenError::Io { doing, path: path.to_owned(), source }
}

/// Options that create a file for writing which only its owner can read: the log holds secrets.
pub(super) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// An existing directory keeps the mode its owner gave it.
fn create_private_dir(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_dir(parent),
        _ => sync_dir(Path::new(".")),
    }
}

/// Only Unix has, and needs, a flush of the directory itself.
fn sync_dir(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

fn read_small(file: &File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.take(SMALL_FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
