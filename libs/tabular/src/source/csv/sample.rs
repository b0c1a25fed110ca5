// SPDX-License-Identifier: AGPL-3.0-or-later

//! The beginning (or the end) of a text, to find things out from.

use std::io::{Read, Seek, SeekFrom};

use super::rows::{Cut, Dialect, Span, SpanKind, cut, unmark};
use crate::ReadError;
use crate::source::backing::Backing;
use crate::source::encoding::Coding;
use crate::source::facts::LineEnds;

/// Rows of a sample that are looked at.
const ROWS: usize = 1_000;

/// A cell of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) struct SampleCell {
    pub(in crate::source) text: String,
    pub(in crate::source) quoted: bool,
}

/// A row of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::source) struct SampleRow {
    /// Counted from 1.
    pub(in crate::source) line: u64,
    pub(in crate::source) cells: Vec<SampleCell>,
}

/// A piece of text.
#[derive(Debug)]
pub(in crate::source) struct Sample {
    text: String,
    /// Nothing follows in the file.
    whole: bool,
}

impl Sample {
    /// The first `most` bytes of text, about.
    pub(in crate::source) fn take(
        coding: &Coding,
        file: &Backing,
        most: usize,
    ) -> Result<Self, ReadError> {
        let mut stream = coding.text(file)?;
        let mut text = String::new();
        let mut more = true;
        while more && text.len() < most {
            more = stream.fill(&mut text)?;
        }
        let whole = !more && text.len() <= 2 * most;
        if text.len() > 2 * most {
            let mut end = 2 * most;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        Ok(Self { text, whole })
    }

    /// The last `most` bytes of the file, from the first whole line among them.
    pub(super) fn take_tail(coding: &Coding, file: &Backing, most: u64) -> Result<Self, ReadError> {
        let mut input = file.reader()?;
        // An even distance, so that UTF-16 is not cut inside a letter.
        let from = file.len().saturating_sub(most) & !1;
        input.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        input.take(most + 2).read_to_end(&mut bytes)?;
        let mut text = coding.decode_piece(&bytes);
        if from > 0 {
            let begin = text.find(['\n', '\r']).map_or(text.len(), |at| at + 1);
            text.drain(..begin);
        }
        Ok(Self { text, whole: true })
    }

    pub(in crate::source) fn text(&self) -> &str {
        &self.text
    }

    /// What ends its lines.
    pub(in crate::source) fn line_ends(&self) -> LineEnds {
        let bytes = self.text.as_bytes();
        let both = memchr::memmem::find_iter(bytes, b"\r\n").count();
        let feeds = memchr::memchr_iter(b'\n', bytes).count() - both;
        let returns = memchr::memchr_iter(b'\r', bytes).count() - both;
        match (both > 0, feeds > 0, returns > 0) {
            (true, false, false) => LineEnds::CrLf,
            (false, false, true) => LineEnds::Cr,
            (false, _, false) => LineEnds::Lf,
            _ => LineEnds::Mixed,
        }
    }

    /// Its rows in a dialect. A last row that may go on after the sample is left out, unless it is
    /// the only one.
    pub(in crate::source) fn rows(&self, dialect: Dialect) -> Vec<SampleRow> {
        let bytes = self.text.as_bytes();
        let mut rows = Vec::new();
        let mut spans = Vec::new();
        let (mut at, mut line) = (0, 1);
        while rows.len() < ROWS {
            let ended = self.whole || rows.is_empty();
            match cut(bytes, at, ended, dialect, &mut spans) {
                Cut::Row { next, breaks } => {
                    rows.push(self.row(line, &spans, dialect));
                    at = next;
                    line += breaks;
                }
                Cut::Blank { next } if next > at => {
                    at = next;
                    line += 1;
                }
                _ => break,
            }
        }
        rows
    }

    fn row(&self, line: u64, spans: &[Span], dialect: Dialect) -> SampleRow {
        let cells = spans
            .iter()
            .map(|span| {
                let raw = &self.text[span.begin..span.end];
                let mut text = String::new();
                if span.kind == SpanKind::Marked {
                    unmark(raw, dialect, &mut text);
                } else {
                    text.push_str(raw);
                }
                SampleCell {
                    text,
                    quoted: span.kind != SpanKind::Plain,
                }
            })
            .collect();
        SampleRow { line, cells }
    }

    /// The last row, if there are at least two.
    pub(super) fn last_row(&self, dialect: Dialect) -> Option<Vec<String>> {
        let bytes = self.text.as_bytes();
        let mut spans = Vec::new();
        let mut last: Option<SampleRow> = None;
        let (mut at, mut seen) = (0, 0);
        loop {
            match cut(bytes, at, true, dialect, &mut spans) {
                Cut::Row { next, .. } => {
                    if spans.iter().any(|span| span.end > span.begin) {
                        last = Some(self.row(1, &spans, dialect));
                        seen += 1;
                    }
                    at = next;
                }
                Cut::Blank { next } if next > at => at = next,
                _ => break,
            }
        }
        let cells = last?.cells.into_iter().map(|cell| cell.text).collect();
        (seen > 2).then_some(cells)
    }
}
