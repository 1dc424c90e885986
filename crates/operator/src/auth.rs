//! Who may use the operator interface: whoever has the token, or, where there is none, programs on this machine.

use std::net::IpAddr;

use http::header::{AUTHORIZATION, HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use subtle::ConstantTimeEq;
use xconnect_model::Secret;

use crate::error::{Code, Problem};

/// A token that is shorter could be guessed.
const MIN_TOKEN: usize = 16;
/// A token has to fit into a header.
const MAX_TOKEN: usize = 1_024;

/// The bearer token of the operator interface.
#[derive(Debug, Clone)]
pub struct OperatorToken(Secret);

impl OperatorToken {
    /// A token of 16 to 1,024 visible ASCII characters; space around it, as at the end of a file, is not part of it.
    pub fn new(text: &str) -> Result<Self, String> {
        let token = text.trim();
        if !(MIN_TOKEN..=MAX_TOKEN).contains(&token.len())
            || !token.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(format!(
                "the operator token must have {MIN_TOKEN} to {MAX_TOKEN} visible ASCII characters"
            ));
        }
        Ok(Self(Secret::new(token)))
    }

    fn is(&self, given: &str) -> bool {
        self.0.reveal().as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// Lets a request in, or says why not.
pub(crate) fn check(token: Option<&OperatorToken>, head: &Parts) -> Result<(), Problem> {
    match token {
        Some(token) => check_token(token, head),
        None => check_not_a_page(head),
    }
}

fn check_token(token: &OperatorToken, head: &Parts) -> Result<(), Problem> {
    let given = header(head, AUTHORIZATION).and_then(|value| value.split_once(' '));
    let right = given.is_some_and(|(scheme, given)| {
        scheme.eq_ignore_ascii_case("bearer") && token.is(given.trim_start_matches(' '))
    });
    if right {
        return Ok(());
    }
    Err(Problem::new(Code::Unauthorized, "send the operator token: Authorization: Bearer TOKEN"))
}

/// Without a token, everything on this machine may ask, but no page that a browser on it shows: neither one of
/// another origin, nor one whose name has been made to point here.
fn check_not_a_page(head: &Parts) -> Result<(), Problem> {
    let host = header(head, HOST).or_else(|| head.uri.authority().map(Authority::as_str));
    let Some(host) = host.filter(|host| is_this_machine(host)) else {
        let message = "without a token, the interface answers by the names of this machine only (localhost)";
        return Err(Problem::new(Code::Forbidden, message));
    };
    let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|it| it.eq_ignore_ascii_case(host));
    if head.headers.contains_key(ORIGIN) && !header(head, ORIGIN).is_some_and(own) {
        return Err(Problem::new(Code::Forbidden, "without a token, no page of another origin may ask"));
    }
    Ok(())
}

fn is_this_machine(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.is_ok_and(|address| address.is_loopback()) || name.eq_ignore_ascii_case("localhost")
}

/// The value of a header that is there once.
fn header(head: &Parts, name: http::HeaderName) -> Option<&str> {
    let mut values = head.headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&str, &str)]) -> Parts {
        let builder = http::Request::builder().uri("/v1/lines");
        let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
        builder.body(()).unwrap().into_parts().0
    }

    fn code(token: Option<&OperatorToken>, headers: &[(&str, &str)]) -> Option<Code> {
        check(token, &asked(headers)).err().map(|problem| problem.code)
    }

    #[test]
    fn the_token_and_nothing_but_the_token_opens() {
        let token = OperatorToken::new("0123456789abcdef\n").unwrap();
        let with = |value| code(Some(&token), &[("authorization", value), ("host", "example.com")]);
        assert_eq!(with("Bearer 0123456789abcdef"), None);
        assert_eq!(with("bearer  0123456789abcdef"), None);
        for wrong in ["Bearer 0123456789abcdeg", "Bearer ", "Basic 0123456789abcdef", "0123456789abcdef"] {
            assert_eq!(with(wrong), Some(Code::Unauthorized), "{wrong}");
        }
        assert_eq!(code(Some(&token), &[("host", "localhost")]), Some(Code::Unauthorized));
    }

    #[test]
    fn a_token_has_a_length_and_does_not_show() {
        assert!(OperatorToken::new("short").is_err());
        assert!(OperatorToken::new(&"x".repeat(2_000)).is_err());
        assert!(OperatorToken::new("0123456789 abcdef").is_err());
        let token = OperatorToken::new("0123456789abcdef").unwrap();
        assert!(!format!("{token:?}").contains("0123"));
    }

    #[test]
    fn without_a_token_only_this_machine_s_names_are_answered() {
        for host in ["localhost:8901", "127.0.0.1:8901", "[::1]:8901", "127.1.2.3", "LOCALHOST"] {
            assert_eq!(code(None, &[("host", host)]), None, "{host}");
        }
        for host in ["example.com", "localhost.example.com", "10.0.0.1", "[::2]", "", "local host"] {
            assert_eq!(code(None, &[("host", host)]), Some(Code::Forbidden), "{host}");
        }
        assert_eq!(code(None, &[]), Some(Code::Forbidden));
        assert_eq!(code(None, &[("host", "localhost"), ("host", "evil.com")]), Some(Code::Forbidden));
    }

    #[test]
    fn without_a_token_no_foreign_page_is_answered() {
        let from = |origin| code(None, &[("host", "localhost:8901"), ("origin", origin)]);
        assert_eq!(from("http://localhost:8901"), None);
        for origin in ["http://localhost:3000", "http://example.com", "null", "https://localhost:8901", ""] {
            assert_eq!(from(origin), Some(Code::Forbidden), "{origin}");
        }
    }
}
