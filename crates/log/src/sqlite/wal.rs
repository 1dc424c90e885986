//! A look at the write-ahead log before SQLite reads it.
//!
//! SQLite takes a frame that does not match its checksum for the place where a crash interrupted a write, and forgets
//! it and all that follows. That is right for the last transaction only: each one before it was flushed, and then
//! acknowledged, before the next was begun. Damage to one of those has to be refused, not forgotten.
//!
//! A frame's checksum continues that of the frame before it. Whether a frame was written right behind another can thus
//! be told in the middle of the file, too; what an interrupted write or an earlier round has left there does not pass.
//! Damage to the last transaction, or its loss, looks just as a crash would: no file alone can tell.
//!
//! Source: SQLite's documents, "WAL-mode File Format".

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// The magic number; its last bit says that checksums are over big-endian numbers.
const MAGIC: u32 = 0x377f_0682;
/// The sizes that a page can have.
const PAGE_BYTES: std::ops::RangeInclusive<usize> = 512..=65_536;
/// Large enough that few reads are needed, small enough to be nothing.
const BUFFER_BYTES: usize = 64 << 10;

/// A checksum, to be continued.
type Sum = (u32, u32);

/// What a damaged log says of itself, or `None` when SQLite may read it.
pub(super) fn damage(path: &Path) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let mut file = BufReader::with_capacity(BUFFER_BYTES, file);
    let Some(header) = next::<HEADER_BYTES>(&mut file)? else { return Ok(None) };
    let Some(log) = Header::read(&header) else {
        // The header is flushed before the first frame is written.
        return Ok(file.read(&mut [0])?.checked_sub(1).map(|_| "its header is damaged".to_owned()));
    };
    let mut page = vec![0; log.page_bytes];
    let (mut before, mut number, mut first_damaged) = (Seen::whole(log.sum), 0_u64, None);
    while let Some(frame) = next::<FRAME_HEADER_BYTES>(&mut file)? {
        if !filled(&mut file, &mut page)? {
            break;
        }
        number += 1;
        let seen = log.look(&frame, &page, &before);
        if let Some(damaged) = first_damaged
            && before.ends_transaction
            && seen.follows
        {
            return Ok(Some(format!("frame {damaged} is damaged, and frame {number} was written after it")));
        }
        if !seen.follows && first_damaged.is_none() {
            first_damaged = Some(number);
        }
        before = seen;
    }
    Ok(None)
}

/// What the header says.
struct Header {
    big_endian: bool,
    page_bytes: usize,
    salt: [u8; 8],
    sum: Sum,
}

/// What a frame was found to be.
struct Seen {
    /// It was written behind the frame before it.
    follows: bool,
    ends_transaction: bool,
    /// The checksums that the next frame may continue: the one that is stored, and the one that should be.
    sums: [Sum; 2],
}

impl Header {
    fn read(bytes: &[u8; HEADER_BYTES]) -> Option<Self> {
        let magic = number(bytes, 0);
        let page_bytes = usize::try_from(number(bytes, 8)).ok()?;
        let big_endian = magic & 1 == 1;
        let sum = sum(big_endian, (0, 0), &bytes[..24]);
        let mut salt = [0; 8];
        salt.copy_from_slice(&bytes[16..24]);
        let is_whole = magic & !1 == MAGIC
            && PAGE_BYTES.contains(&page_bytes)
            && page_bytes.is_power_of_two()
            && sum == (number(bytes, 24), number(bytes, 28));
        is_whole.then_some(Self { big_endian, page_bytes, salt, sum })
    }

    fn look(&self, frame: &[u8; FRAME_HEADER_BYTES], page: &[u8], before: &Seen) -> Seen {
        let stored = (number(frame, 16), number(frame, 20));
        let continued = |from| sum(self.big_endian, sum(self.big_endian, from, &frame[..8]), page);
        let of_this_round = frame[8..16] == self.salt;
        let [from_stored, from_computed] = before.sums.map(continued);
        Seen {
            follows: of_this_round && (from_stored == stored || from_computed == stored),
            ends_transaction: number(frame, 4) != 0,
            sums: [stored, from_stored],
        }
    }
}

impl Seen {
    fn whole(sum: Sum) -> Self {
        Self { follows: true, ends_transaction: true, sums: [sum; 2] }
    }
}

/// Whole pairs of numbers, as all that is summed up consists of.
fn sum(big_endian: bool, from: Sum, bytes: &[u8]) -> Sum {
    let numbers = bytes.as_chunks::<4>().0.iter();
    let mut numbers =
        numbers.map(|&n| if big_endian { u32::from_be_bytes(n) } else { u32::from_le_bytes(n) });
    let (mut one, mut other) = from;
    while let (Some(first), Some(second)) = (numbers.next(), numbers.next()) {
        one = one.wrapping_add(first).wrapping_add(other);
        other = other.wrapping_add(second).wrapping_add(one);
    }
    (one, other)
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes[at..].first_chunk().map_or(0, |number| u32::from_be_bytes(*number))
}

/// The next bytes, if there are so many.
fn next<const N: usize>(file: &mut impl Read) -> io::Result<Option<[u8; N]>> {
    let mut bytes = [0; N];
    Ok(filled(file, &mut bytes)?.then_some(bytes))
}

fn filled(file: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(bytes) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        result => result.map(|()| true),
    }
}
