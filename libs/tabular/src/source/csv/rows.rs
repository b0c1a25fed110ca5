// SPDX-License-Identifier: AGPL-3.0-or-later

//! Cuts text into rows and cells.

/// What separates and surrounds cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) struct Dialect {
    /// ASCII.
    pub(in crate::source) delimiter: u8,
    /// ASCII.
    pub(in crate::source) quote: Option<u8>,
    /// A backslash, not a second mark, writes a mark inside a quoted cell.
    pub(in crate::source) backslash: bool,
    /// Spaces may stand between a delimiter and an opening mark.
    pub(in crate::source) spaced: bool,
}

/// A cell of the row that was just cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) kind: SpanKind,
}

/// What must be done to get a cell from its span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SpanKind {
    /// Nothing.
    Plain,
    /// Nothing; it stood between quotation marks, which the span does not include.
    Quoted,
    /// It begins with a quotation mark that the span includes, and has marks to be removed.
    Marked,
}

/// What cutting met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// A row; the next begins at `next`, after `breaks` line breaks.
    Row { next: usize, breaks: u64 },
    /// An empty line.
    Blank { next: usize },
    /// The text ends before the row does.
    More,
    /// The text ends inside a quoted cell that began at this byte.
    MoreInQuotes(usize),
}

/// Cuts the row that begins at `from` into `spans`. `ended`: nothing follows `text`.
///
/// `spans` holds nothing useful unless a row was met.
pub(super) fn cut(
    text: &[u8],
    from: usize,
    ended: bool,
    dialect: Dialect,
    spans: &mut Vec<Span>,
) -> Cut {
    spans.clear();
    let mut at = from;
    let mut breaks = 0;
    if let Some(cut) = blank(text, at, ended) {
        return cut;
    }
    loop {
        let begin = at;
        let opening = opening(text, at, dialect);
        let kind = if let Some(mark) = opening {
            match quoted(text, mark, ended, dialect, &mut breaks) {
                Quoted::Open => return Cut::MoreInQuotes(mark),
                Quoted::Cut => return Cut::More,
                Quoted::Clean { end, after } => {
                    at = after;
                    spans.push(Span {
                        begin: mark + 1,
                        end,
                        kind: SpanKind::Quoted,
                    });
                    None
                }
                Quoted::Marked { after } => {
                    at = after;
                    Some(Span {
                        begin: mark,
                        end: after,
                        kind: SpanKind::Marked,
                    })
                }
            }
        } else {
            at += memchr::memchr3(dialect.delimiter, b'\n', b'\r', &text[at..])
                .unwrap_or(text.len() - at);
            Some(Span {
                begin,
                end: at,
                kind: SpanKind::Plain,
            })
        };
        spans.extend(kind);
        match text.get(at) {
            None if ended => return Cut::Row { next: at, breaks },
            None => return Cut::More,
            Some(b'\n') => {
                return Cut::Row {
                    next: at + 1,
                    breaks: breaks + 1,
                };
            }
            Some(b'\r') => match text.get(at + 1) {
                None if !ended => return Cut::More,
                Some(b'\n') => {
                    return Cut::Row {
                        next: at + 2,
                        breaks: breaks + 1,
                    };
                }
                _ => {
                    return Cut::Row {
                        next: at + 1,
                        breaks: breaks + 1,
                    };
                }
            },
            Some(_) => at += 1,
        }
    }
}

fn blank(text: &[u8], at: usize, ended: bool) -> Option<Cut> {
    match (text.get(at), text.get(at + 1)) {
        (None, _) if ended => Some(Cut::Blank { next: at }),
        (None, _) => Some(Cut::More),
        (Some(b'\r'), Some(b'\n')) => Some(Cut::Blank { next: at + 2 }),
        (Some(b'\r'), None) if !ended => Some(Cut::More),
        (Some(b'\n' | b'\r'), _) => Some(Cut::Blank { next: at + 1 }),
        _ => None,
    }
}

/// Where the quotation mark of the cell at `at` stands, if the cell is quoted.
fn opening(text: &[u8], mut at: usize, dialect: Dialect) -> Option<usize> {
    let quote = dialect.quote?;
    if dialect.spaced {
        while text.get(at) == Some(&b' ') {
            at += 1;
        }
    }
    (text.get(at) == Some(&quote)).then_some(at)
}

enum Quoted {
    /// The text ends, and no closing mark was seen.
    Open,
    /// The text ends where one cannot yet tell whether the mark closes the cell.
    Cut,
    Clean {
        end: usize,
        after: usize,
    },
    Marked {
        after: usize,
    },
}

/// Reads the quoted cell whose mark stands at `mark`, to the delimiter or line break after it.
fn quoted(text: &[u8], mark: usize, ended: bool, dialect: Dialect, breaks: &mut u64) -> Quoted {
    let quote = text[mark];
    let mut at = mark + 1;
    let mut marked = false;
    let inside = at;
    let end = loop {
        let found = if dialect.backslash {
            memchr::memchr2(quote, b'\\', &text[at..])
        } else {
            memchr::memchr(quote, &text[at..])
        };
        let Some(offset) = found else {
            if !ended {
                return Quoted::Open;
            }
            // Never closed: all that is left is the cell.
            *breaks += line_breaks(&text[inside..]);
            return Quoted::Marked { after: text.len() };
        };
        at += offset;
        let next = text.get(at + 1);
        if next.is_none() && !ended {
            return Quoted::Cut;
        }
        if text[at] == b'\\' {
            marked = true;
            at = (at + 2).min(text.len());
        } else if next == Some(&quote) && !dialect.backslash {
            marked = true;
            at += 2;
        } else {
            break at;
        }
    };
    *breaks += line_breaks(&text[inside..end]);
    let after = end + 1;
    let closed = |at: usize| {
        text.get(at)
            .is_none_or(|b| *b == dialect.delimiter || *b == b'\n' || *b == b'\r')
    };
    if closed(after) {
        return if marked {
            Quoted::Marked { after }
        } else {
            Quoted::Clean { end, after }
        };
    }
    // Something stands between the closing mark and the delimiter: it belongs to the cell.
    let after = after
        + memchr::memchr3(dialect.delimiter, b'\n', b'\r', &text[after..])
            .unwrap_or(text.len() - after);
    Quoted::Marked { after }
}

/// Line breaks in a quoted cell: `\r\n`, `\n` or `\r`.
fn line_breaks(text: &[u8]) -> u64 {
    let mut n = 0;
    let mut last = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', text) {
        let second_half = text[at] == b'\n' && at > 0 && at == last && text[at - 1] == b'\r';
        n += u64::from(!second_half);
        last = at + 1;
    }
    n
}

/// The text of a [`SpanKind::Marked`] cell, without its marks. A mark that was never closed stays,
/// because it was not one.
pub(super) fn unmark(cell: &str, dialect: Dialect, out: &mut String) {
    out.clear();
    let mut chars = cell.chars();
    let Some(quote) = chars.next() else { return };
    let mut closed = false;
    let mut ahead = chars.clone();
    while let Some(char) = chars.next() {
        ahead.next();
        if closed {
            out.push(char);
        } else if dialect.backslash && char == '\\' {
            match ahead.clone().next() {
                Some(next) if next == quote || next == '\\' => {
                    out.push(next);
                    chars.next();
                    ahead.next();
                }
                _ => out.push(char),
            }
        } else if char == quote {
            if !dialect.backslash && ahead.clone().next() == Some(quote) {
                out.push(quote);
                chars.next();
                ahead.next();
            } else {
                closed = true;
            }
        } else {
            out.push(char);
        }
    }
    if !closed {
        out.insert(0, quote);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect {
        delimiter: b',',
        quote: Some(b'"'),
        backslash: false,
        spaced: false,
    };

    fn rows(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut at = 0;
        let mut spans = Vec::new();
        while at < text.len() {
            match cut(text.as_bytes(), at, true, dialect, &mut spans) {
                Cut::Row { next, .. } => {
                    rows.push(
                        spans
                            .iter()
                            .map(|span| cell(text, *span, dialect))
                            .collect(),
                    );
                    at = next;
                }
                Cut::Blank { next } => at = next,
                other => panic!("the text has ended: {other:?}"),
            }
        }
        rows
    }

    fn cell(text: &str, span: Span, dialect: Dialect) -> String {
        let raw = &text[span.begin..span.end];
        if span.kind == SpanKind::Marked {
            let mut out = String::new();
            unmark(raw, dialect, &mut out);
            out
        } else {
            raw.to_owned()
        }
    }

    #[test]
    fn doubled_marks_line_breaks_and_delimiters_stay_inside_their_cell() {
        assert_eq!(
            rows("a,\"b \"\"c\"\", d\r\ne\"\r\n\"\",\n", COMMA),
            [vec!["a", "b \"c\", d\r\ne"], vec!["", ""]]
        );
    }

    #[test]
    fn a_backslash_may_write_the_mark() {
        let dialect = Dialect {
            backslash: true,
            ..COMMA
        };
        assert_eq!(
            rows(r#""a \"b\", \\ \n","c""#, dialect),
            [vec![r#"a "b", \ \n"#, "c"]]
        );
    }

    #[test]
    fn what_follows_a_closing_mark_is_kept() {
        assert_eq!(rows("\"a\"b,\"c\" ,d", COMMA), [vec!["ab", "c ", "d"]]);
    }

    #[test]
    fn a_mark_that_is_never_closed_is_a_letter() {
        assert_eq!(rows("\"a,b", COMMA), [vec!["\"a,b"]]);
    }

    #[test]
    fn all_three_line_ends_end_a_row() {
        assert_eq!(rows("a\rb\r\nc\n\nd", COMMA), [["a"], ["b"], ["c"], ["d"]]);
    }
}
