//! Looking at texts eight bytes at a time.

/// Whether `word` holds for all of a text, in pieces of eight bytes that may overlap, or `byte` for each byte of a
/// text too short for that.
pub(crate) fn every(text: &[u8], word: impl Fn(&[u8; 8]) -> bool, byte: impl Fn(u8) -> bool) -> bool {
    match text.last_chunk::<8>() {
        Some(last) => text.as_chunks::<8>().0.iter().all(&word) && word(last),
        None => text.iter().copied().all(byte),
    }
}
