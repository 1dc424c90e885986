//! How large anything may get: no caller and no damaged file makes a log hold more than this.

use crate::{AppendError, LogError};

/// The largest body of one entry, in bytes.
pub const MAX_BODY_BYTES: usize = 16 << 20;

/// The largest chunk of a snapshot, in bytes.
pub const MAX_CHUNK_BYTES: usize = 8 << 20;

/// One [`Log::read`](crate::Log::read) stops once the bodies it gathered reach this many bytes, whatever the
/// caller's limit, so that its answer stays below this plus one body.
pub const READ_BUDGET_BYTES: usize = 32 << 20;

pub(crate) fn check_bodies(bodies: &[Vec<u8>]) -> Result<(), AppendError> {
    match bodies.iter().enumerate().find(|(_, body)| body.len() > MAX_BODY_BYTES) {
        Some((index, body)) => {
            Err(AppendError::BodyTooLarge { index, bytes: body.len(), limit: MAX_BODY_BYTES })
        }
        None => Ok(()),
    }
}

pub(crate) fn check_chunk(chunk: &[u8]) -> Result<(), LogError> {
    if chunk.len() > MAX_CHUNK_BYTES {
        return Err(LogError::ChunkTooLarge { bytes: chunk.len(), limit: MAX_CHUNK_BYTES });
    }
    Ok(())
}
