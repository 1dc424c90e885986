//! How a snapshot is laid out in its file, so that any damage to it is noticed.
//!
//! ```text
//! head   magic 8 | version u32 | position u64 | checksum u32
//! chunk  length u32 | checksum u32 | bytes             any number of these
//! end    0xffff_ffff u32 | checksum u32 | chunks u64   and nothing after it
//! ```
//!
//! Numbers are little-endian. Every checksum covers all of the file before it but the other checksums, and the part it
//! stands in: one running CRC-32 thus notices altered bytes at once, and chunks that were moved, left out, or taken
//! from another snapshot. (Checksums are not fed back into it because a CRC over data and its own CRC is a constant: it
//! would forget what came before.)

use std::io::{self, ErrorKind, Read, Write};

use crc32fast::Hasher;

use crate::Position;
use crate::bounds::MAX_CHUNK_BYTES;

const MAGIC: [u8; 8] = *b"xcsnap\r\n";
const VERSION: u32 = 1;
/// Stands where a chunk has its length.
const END: u32 = u32::MAX;

/// Lays a snapshot out.
pub(super) struct FrameWriter<W> {
    sink: W,
    running: Hasher,
    chunks: u64,
    /// A write failed: what reached the sink is not known, and nothing may follow it.
    broken: bool,
}

impl<W: Write> FrameWriter<W> {
    /// Writes the head.
    pub(super) fn begin(mut sink: W, position: Position) -> io::Result<Self> {
        let mut head = Vec::from(MAGIC);
        head.extend(VERSION.to_le_bytes());
        head.extend(position.to_le_bytes());
        let mut running = Hasher::new();
        running.update(&head);
        sink.write_all(&head)?;
        sink.write_all(&running.clone().finalize().to_le_bytes())?;
        Ok(Self { sink, running, chunks: 0, broken: false })
    }

    /// Writes one chunk of at most [`MAX_CHUNK_BYTES`]. After an error, every further call fails.
    pub(super) fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.chunks += 1;
        self.frame(bytes.len() as u32, bytes)
    }

    /// Writes the end and hands the sink back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.frame(END, &self.chunks.to_le_bytes())?;
        Ok(self.sink)
    }

    fn frame(&mut self, tag: u32, bytes: &[u8]) -> io::Result<()> {
        if self.broken {
            return Err(io::Error::other("an earlier write of this snapshot failed"));
        }
        self.running.update(&tag.to_le_bytes());
        self.running.update(bytes);
        self.broken = true;
        self.sink.write_all(&tag.to_le_bytes())?;
        self.sink.write_all(&self.running.clone().finalize().to_le_bytes())?;
        self.sink.write_all(bytes)?;
        self.broken = false;
        Ok(())
    }
}

/// Takes a snapshot apart, and believes nothing.
pub(super) struct FrameReader<R> {
    source: R,
    running: Hasher,
    chunks: u64,
}

/// Why a snapshot cannot be read.
#[derive(Debug)]
pub(super) enum FrameError {
    /// The file is not what was written; the text says how.
    Damaged(&'static str),
    /// The file could not be read.
    Io(io::Error),
}

impl From<io::Error> for FrameError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::UnexpectedEof => Self::Damaged("the file ends too early"),
            _ => Self::Io(error),
        }
    }
}

impl<R: Read> FrameReader<R> {
    /// Reads the head, which must be that of a snapshot at `position`.
    pub(super) fn begin(mut source: R, position: Position) -> Result<Self, FrameError> {
        let magic: [u8; 8] = take(&mut source)?;
        let version: [u8; 4] = take(&mut source)?;
        let found: [u8; 8] = take(&mut source)?;
        let stored: [u8; 4] = take(&mut source)?;
        let mut running = Hasher::new();
        running.update(&magic);
        running.update(&version);
        running.update(&found);
        if magic != MAGIC {
            return Err(FrameError::Damaged("the file does not begin as a snapshot does"));
        }
        if u32::from_le_bytes(stored) != running.clone().finalize() {
            return Err(FrameError::Damaged("its head does not match its checksum"));
        }
        if u32::from_le_bytes(version) != VERSION {
            return Err(FrameError::Damaged("its version is unknown"));
        }
        if u64::from_le_bytes(found) != position {
            return Err(FrameError::Damaged("its name gives another position than its head"));
        }
        Ok(Self { source, running, chunks: 0 })
    }

    /// Reads the next chunk into `chunk`, replacing what is there. `false` after the last, once the end has proved
    /// that nothing is missing. Not to be called again after that, nor after an error.
    pub(super) fn next(&mut self, chunk: &mut Vec<u8>) -> Result<bool, FrameError> {
        let tag: [u8; 4] = take(&mut self.source)?;
        let stored: [u8; 4] = take(&mut self.source)?;
        let length = match u32::from_le_bytes(tag) {
            END => size_of::<u64>(),
            length if length as usize <= MAX_CHUNK_BYTES => length as usize,
            _ => return Err(FrameError::Damaged("a chunk is larger than any that is written")),
        };
        chunk.resize(length, 0);
        self.source.read_exact(chunk)?;
        self.running.update(&tag);
        self.running.update(chunk);
        if u32::from_le_bytes(stored) != self.running.clone().finalize() {
            return Err(FrameError::Damaged("a chunk does not match its checksum"));
        }
        if u32::from_le_bytes(tag) != END {
            self.chunks += 1;
            return Ok(true);
        }
        if *chunk != self.chunks.to_le_bytes() {
            return Err(FrameError::Damaged("chunks are missing"));
        }
        match self.source.read(&mut [0])? {
            0 => Ok(false),
            _ => Err(FrameError::Damaged("something follows its end")),
        }
    }
}

fn take<const N: usize>(source: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    source.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITION: Position = 0x0102_0304;

    fn written(chunks: &[&[u8]]) -> Vec<u8> {
        let mut writer = FrameWriter::begin(Vec::new(), POSITION).unwrap();
        for chunk in chunks {
            writer.chunk(chunk).unwrap();
        }
        writer.finish().unwrap()
    }

    /// All chunks of a whole snapshot, or the error; what was read before an error must be a prefix of `truth`.
    fn read(file: &[u8], truth: &[&[u8]]) -> Result<usize, FrameError> {
        let mut reader = FrameReader::begin(file, POSITION)?;
        let mut chunk = Vec::new();
        let mut count = 0;
        while reader.next(&mut chunk)? {
            assert_eq!(chunk, truth[count]);
            count += 1;
        }
        assert_eq!(count, truth.len());
        Ok(count)
    }

    const TRUTH: [&[u8]; 4] = [b"first", b"", b"the second, which is longer", b"last"];

    #[test]
    fn gives_back_the_chunks() {
        assert_eq!(read(&written(&TRUTH), &TRUTH).unwrap(), 4);
        assert_eq!(read(&written(&[]), &[]).unwrap(), 0);
    }

    #[test]
    fn ends_no_snapshot_that_could_not_be_written() {
        let mut room = [0; 48];
        let mut writer = FrameWriter::begin(&mut room[..], POSITION).unwrap();
        writer.chunk(b"fits").unwrap();
        writer.chunk(b"is too much").unwrap_err();
        writer.chunk(b"").unwrap_err();
        writer.finish().map(drop).unwrap_err();
    }

    #[test]
    fn notices_any_flipped_bit() {
        let file = written(&TRUTH);
        for bit in 0..file.len() * 8 {
            let mut damaged = file.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(read(&damaged, &TRUTH), Err(FrameError::Damaged(_))), "bit {bit}");
        }
    }

    #[test]
    fn notices_any_other_length() {
        let file = written(&TRUTH);
        for length in 0..file.len() {
            assert!(matches!(read(&file[..length], &TRUTH), Err(FrameError::Damaged(_))), "length {length}");
        }
        let longer = [&file[..], b"\0"].concat();
        assert!(matches!(read(&longer, &TRUTH), Err(FrameError::Damaged(_))));
    }

    #[test]
    fn notices_a_chunk_left_out_moved_or_brought_in() {
        let file = written(&[b"aaaa", b"bbbb"]);
        let (head, chunks) = file.split_at(24);
        let (first, rest) = chunks.split_at(12);
        let (second, end) = rest.split_at(12);
        for parts in [[head, second, end].concat(), [head, second, first, end].concat(), [head, end].concat()]
        {
            let mut reader = FrameReader::begin(&parts[..], POSITION).unwrap();
            assert!(reader.next(&mut Vec::new()).is_err());
        }
        let other = written(&[b"bbbb", b"aaaa"]);
        let mixed = [head, first, &other[36..48], end].concat();
        assert!(matches!(read(&mixed, &[b"aaaa", b"bbbb"]), Err(FrameError::Damaged(_))));
    }

    #[test]
    fn never_allocates_more_than_a_chunk() {
        let mut file = written(&[]);
        file.truncate(24);
        file.extend((MAX_CHUNK_BYTES as u32 + 1).to_le_bytes());
        file.extend([0; 4]);
        assert!(matches!(
            read(&file, &[]),
            Err(FrameError::Damaged("a chunk is larger than any that is written"))
        ));
    }
}
