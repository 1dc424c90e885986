//! The bounds of one request.

/// How large a request may be. Whatever exceeds a bound is refused with a row of [`crate::public::BOUNDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of path and query, as received.
    pub target: usize,
    /// Bytes of all header names and values together.
    pub headers: usize,
    /// Bytes of the body.
    pub body: usize,
    /// Parameters in query and body together, after a JSON body is flattened; repeated names count each time.
    pub parameters: usize,
    /// Bytes of one parameter's decoded name.
    pub name: usize,
    /// Highest index of a list element (`Filter.1000`); the lowest is 1.
    pub list_index: u32,
    /// Elements of one list.
    pub list_length: usize,
    /// Nesting of arrays and objects in a JSON text.
    pub json_depth: usize,
}

impl Default for Limits {
    /// Several times what any official client sends.
    fn default() -> Self {
        Self {
            target: 16 * 1024,
            headers: 64 * 1024,
            body: 1024 * 1024,
            parameters: 1000,
            name: 256,
            list_index: 1000,
            list_length: 100,
            json_depth: 8,
        }
    }
}
