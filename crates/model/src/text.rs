//! Short texts, and the rules for names and descriptions.

/// A text that is mostly short: up to 24 bytes stand inline, without memory of their own.
pub type Text = compact_str::CompactString;

/// Whether a text may be the name of a resource: 2 to 128 characters, the first a letter or a Chinese character,
/// then also digits, periods, underscores, and hyphens, and not the start of a web address.
/// Source: Express Connect API reference 2022 (CreateRouterInterface) and CreateRouterInterface (en).
pub fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    let starts_well = characters.next().is_some_and(is_letter);
    let rest_is_plain =
        characters.all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    starts_well && rest_is_plain && has_length(text, 2..=128) && !is_web_address(text)
}

/// Whether a text may be a description: 2 to 256 characters, the first a letter or a Chinese character, and not
/// the start of a web address. Source: as for [`is_name`].
pub fn is_description(text: &str) -> bool {
    text.chars().next().is_some_and(is_letter) && has_length(text, 2..=256) && !is_web_address(text)
}

fn has_length(text: &str, range: std::ops::RangeInclusive<usize>) -> bool {
    range.contains(&text.chars().take(range.end() + 1).count())
}

fn is_web_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// English letters and Chinese characters (the CJK blocks of Unicode).
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for good in ["ab", "A-1._", "杭州-1", &"a".repeat(128)] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "a", "1a", "-a", "a b", "http://a", "https://a", "été", "a*", &"a".repeat(129)] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn descriptions() {
        for good in ["ab", "a line to Hangzhou, 2nd floor!", "线路", &"线".repeat(256)] {
            assert!(is_description(good), "{good}");
        }
        for bad in ["", "a", "1a", " ab", "http://a", "https://a", &"a".repeat(257)] {
            assert!(!is_description(bad), "{bad}");
        }
    }
}
