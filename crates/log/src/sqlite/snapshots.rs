//! The snapshot files of a data directory: written aside, made durable, then put in place by a rename.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::data_dir::{DataDir, private_file};
use super::frame::{FrameError, FrameReader, FrameWriter};
use crate::bounds::check_chunk;
use crate::{LogError, Position, SnapshotReader, SnapshotWriter};

const BUFFER_BYTES: usize = 256 << 10;

/// The positions of the complete snapshots, oldest first.
pub(super) fn list(dir: &Path) -> io::Result<Vec<Position>> {
    let mut positions = Vec::new();
    for file in fs::read_dir(dir)? {
        positions.extend(file?.file_name().to_str().and_then(position_of));
    }
    positions.sort_unstable();
    Ok(positions)
}

/// Removes what a crash left unfinished. Only for whoever has the directory for itself.
pub(super) fn remove_unfinished(dir: &Path) -> io::Result<()> {
    for file in fs::read_dir(dir)? {
        let file = file?;
        let name = file.file_name();
        if name.to_str().is_some_and(|name| name.starts_with("snapshot-") && name.ends_with(".part")) {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

fn name_of(position: Position) -> String {
    format!("snapshot-{position}.xcs")
}

/// `None` for every other file, and for spellings of a position that are never written.
fn position_of(name: &str) -> Option<Position> {
    let position = name.strip_prefix("snapshot-")?.strip_suffix(".xcs")?.parse().ok()?;
    (name_of(position) == name).then_some(position)
}

/// A snapshot being written; it lives in its `.part` file until it is committed.
pub(super) struct FileSnapshotWriter {
    position: Position,
    frames: FrameWriter<BufWriter<File>>,
    part: PartFile,
    /// Keeps the directory locked: no other process may take the unfinished file for the leftover of a crash.
    dir: Arc<DataDir>,
}

impl FileSnapshotWriter {
    /// Starts a snapshot at `position`. One position can only be written once at a time.
    pub(super) fn begin(dir: Arc<DataDir>, position: Position) -> Result<Self, LogError> {
        let path = dir.file(&format!("snapshot-{position}.part"));
        let file = private_file().create_new(true).open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                LogError::unavailable("a snapshot at this position is being written")
            }
            _ => LogError::unavailable(error),
        })?;
        let part = PartFile { path, kept: false };
        let frames = FrameWriter::begin(BufWriter::with_capacity(BUFFER_BYTES, file), position)
            .map_err(LogError::unavailable)?;
        Ok(Self { position, frames, part, dir })
    }
}

impl SnapshotWriter for FileSnapshotWriter {
    fn write(&mut self, chunk: &[u8]) -> Result<(), LogError> {
        check_chunk(chunk)?;
        self.frames.chunk(chunk).map_err(LogError::unavailable)
    }

    fn commit(self: Box<Self>) -> Result<(), LogError> {
        let Self { position, frames, part, dir } = *self;
        frames
            .finish()
            .and_then(|mut buffer| {
                buffer.flush()?;
                buffer.get_ref().sync_all()
            })
            .and_then(|()| part.rename(&dir.file(&name_of(position))))
            .and_then(|()| dir.sync())
            .map_err(LogError::unavailable)?;
        remove_older(&dir, position);
        Ok(())
    }
}

/// A file that cannot be removed now is no reason to call the commit failed: the next commit tries again.
fn remove_older(dir: &DataDir, than: Position) {
    for position in list(dir.path()).unwrap_or_default().into_iter().filter(|&position| position < than) {
        let _ = fs::remove_file(dir.file(&name_of(position)));
    }
}

/// An unfinished file, removed when it is dropped before it got its name.
struct PartFile {
    path: PathBuf,
    kept: bool,
}

impl PartFile {
    fn rename(mut self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is removed when the directory is opened the next time.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A snapshot that was found whole, and is checked again as it is read.
pub(super) struct FileSnapshotReader {
    position: Position,
    frames: FrameReader<BufReader<File>>,
    /// What every further call answers, once the end or an error was reached.
    outcome: Option<Result<(), LogError>>,
}

impl FileSnapshotReader {
    /// Opens the snapshot at `position`. Where another would do in its place, a first pass goes over the whole file:
    /// better to read it twice than to begin with one that cannot be finished.
    pub(super) fn open(dir: &DataDir, position: Position, replaceable: bool) -> Result<Self, LogError> {
        let mut file = File::open(dir.file(&name_of(position))).map_err(LogError::unavailable)?;
        if replaceable {
            let mut frames = frames_of(&file, position)?;
            let mut chunk = Vec::new();
            while frames.next(&mut chunk).map_err(|error| refused(error, position))? {}
            file.rewind().map_err(LogError::unavailable)?;
        }
        Ok(Self { position, frames: frames_of(file, position)?, outcome: None })
    }
}

impl SnapshotReader for FileSnapshotReader {
    fn position(&self) -> Position {
        self.position
    }

    fn next_chunk(&mut self) -> Result<Option<Vec<u8>>, LogError> {
        if let Some(outcome) = &self.outcome {
            return outcome.clone().map(|()| None);
        }
        let mut chunk = Vec::new();
        let result = self.frames.next(&mut chunk).map_err(|error| refused(error, self.position));
        match result {
            Ok(true) => Ok(Some(chunk)),
            Ok(false) => {
                self.outcome = Some(Ok(()));
                Ok(None)
            }
            Err(error) => {
                self.outcome = Some(Err(error.clone()));
                Err(error)
            }
        }
    }
}

fn frames_of<R: io::Read>(file: R, position: Position) -> Result<FrameReader<BufReader<R>>, LogError> {
    FrameReader::begin(BufReader::with_capacity(BUFFER_BYTES, file), position)
        .map_err(|error| refused(error, position))
}

fn refused(error: FrameError, position: Position) -> LogError {
    match error {
        FrameError::Damaged(how) => {
            LogError::corrupt(position, format!("{} cannot be used, {how}", name_of(position)))
        }
        FrameError::Io(error) => LogError::unavailable(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_written_spelling_is_a_snapshot() {
        assert_eq!(position_of("snapshot-0.xcs"), Some(0));
        assert_eq!(position_of("snapshot-18446744073709551615.xcs"), Some(u64::MAX));
        for other in ["snapshot-+1.xcs", "snapshot-01.xcs", "snapshot-.xcs", "snapshot-1.part", "log.db"] {
            assert_eq!(position_of(other), None, "{other}");
        }
    }
}
