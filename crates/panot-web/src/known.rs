// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether a visitor has an answer already (RFC 9110, 13.1.2).

use axum::http::{HeaderMap, header};

/// Whether `If-None-Match` names `tag`, written as in `ETag`: with its quotes, `W/` before them
/// where it is weak.
///
/// Weak comparison: what is between the quotes decides, because whoever compresses an answer on the
/// way makes its tag weak. `*` names whatever there is, so ask only where there is something.
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let ours = opaque(tag).map(|(ours, _)| ours);
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .any(|line| line.trim() == "*" || Tags(line).any(|known| Some(known) == ours))
}

/// The tags of a list, without quotes and `W/`. A tag may hold commas. What is no tag ends it.
struct Tags<'a>(&'a str);

impl<'a> Iterator for Tags<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let (tag, rest) = opaque(self.0.trim_start_matches([' ', '\t', ',']))?;
        self.0 = rest;
        Some(tag)
    }
}

/// What is between the quotes of the tag at the beginning, and what follows it.
fn opaque(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("W/").unwrap_or(text);
    text.strip_prefix('"')?.split_once('"')
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn known(lines: &[&'static str], tag: &str) -> bool {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::IF_NONE_MATCH, HeaderValue::from_static(line));
        }
        is_known(&headers, tag)
    }

    #[test]
    fn a_tag_is_known_alone_in_lists_and_when_it_was_made_weak() {
        for line in [
            "\"a-1\"",
            "W/\"a-1\"",
            "\"x\", \"a-1\"",
            "\"x\",W/\"a-1\" , \"y\"",
            "\"with, comma\", \"a-1\"",
            "*",
            " * ",
        ] {
            assert!(known(&[line], "\"a-1\""), "{line}");
            assert!(known(&[line], "W/\"a-1\""), "{line}");
        }
        assert!(known(&["\"x\"", "\"a-1\""], "\"a-1\""), "two lines");
    }

    #[test]
    fn other_tags_and_what_is_no_tag_are_not_known() {
        for line in [
            "",
            "\"a-2\"",
            "a-1",
            "\"A-1\"",
            "\"x, a-1\"",
            "\"a-1",
            "w/\"a-1\"",
            "\"*\"",
        ] {
            assert!(!known(&[line], "\"a-1\""), "{line}");
        }
        assert!(!known(&[], "\"a-1\""));
    }
}
