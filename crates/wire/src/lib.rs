//! The wire: decoding, both signatures, the replay guard, JSON and XML answers, the error envelope.
