// SPDX-License-Identifier: AGPL-3.0-or-later

//! Walks through JSON without holding it: where values begin and end, and at which line.

use std::io::{Read, SeekFrom};

use crate::ReadError;
use crate::source::Limits;
use crate::source::backing::{Backing, ReadSeek, bytes_text};

/// How deep values may nest.
const DEPTH: usize = 100;
const CHUNK: usize = 256 << 10;

/// A place in a JSON file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) line: u64,
}

/// Reads forward through the bytes of a JSON file.
pub(super) struct Scanner {
    input: Box<dyn ReadSeek>,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    /// Where `buffer` begins in the file.
    offset: u64,
    line: u64,
    record_bytes: usize,
}

impl Scanner {
    /// Begins at a place that was met before, or at the beginning of the file.
    pub(super) fn new(
        file: &Backing,
        from: Option<Place>,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let mut input = file.reader()?;
        let place = from.unwrap_or(Place { offset: 0, line: 1 });
        input.seek(SeekFrom::Start(place.offset))?;
        let mut scanner = Self {
            input,
            buffer: vec![0; CHUNK],
            at: 0,
            filled: 0,
            offset: place.offset,
            line: place.line,
            record_bytes: limits.record_bytes,
        };
        if place.offset == 0 {
            scanner.refill()?;
            if scanner.buffer[..scanner.filled].starts_with(b"\xEF\xBB\xBF") {
                scanner.at = 3;
            }
        }
        Ok(scanner)
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place {
            offset: self.offset + u64::try_from(self.at).expect("a buffer is small"),
            line: self.line,
        }
    }

    fn refill(&mut self) -> Result<bool, ReadError> {
        self.offset += u64::try_from(self.filled).expect("a buffer is small");
        self.at = 0;
        self.filled = loop {
            match self.input.read(&mut self.buffer) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        Ok(self.filled > 0)
    }

    fn peek(&mut self) -> Result<Option<u8>, ReadError> {
        if self.at == self.filled && !self.refill()? {
            return Ok(None);
        }
        Ok(Some(self.buffer[self.at]))
    }

    /// The next byte that is not white space (or the mark of a text sequence), not taken.
    pub(super) fn peek_sign(&mut self) -> Result<Option<u8>, ReadError> {
        while let Some(byte) = self.peek()? {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' | 0x1E => {}
                _ => return Ok(Some(byte)),
            }
            self.at += 1;
        }
        Ok(None)
    }

    /// Takes the byte that was just peeked.
    pub(super) fn take(&mut self) {
        self.at += 1;
    }

    /// Takes `sign`, or says that something else stands here.
    pub(super) fn expect(&mut self, sign: u8) -> Result<(), ReadError> {
        match self.peek_sign()? {
            Some(found) if found == sign => {
                self.take();
                Ok(())
            }
            Some(found) => Err(self.damaged(format!(
                "the JSON is damaged: {} stands where {} should",
                found.escape_ascii(),
                sign.escape_ascii()
            ))),
            None => Err(self.cut_off()),
        }
    }

    pub(super) fn damaged(&self, why: impl Into<String>) -> ReadError {
        ReadError::damaged(self.line, why)
    }

    pub(super) fn cut_off(&self) -> ReadError {
        self.damaged("the JSON is cut off here: get the whole file again")
    }

    /// Takes a string, quotation marks included, and appends it to `keep`.
    fn string(&mut self, mut keep: Option<&mut Vec<u8>>) -> Result<(), ReadError> {
        self.expect(b'"')?;
        if let Some(keep) = &mut keep {
            keep.push(b'"');
        }
        let mut escaped = false;
        loop {
            if self.peek()?.is_none() {
                return Err(self.cut_off());
            }
            let rest = &self.buffer[self.at..self.filled];
            let (taken, closed) = if escaped {
                escaped = false;
                (1, false)
            } else {
                match memchr::memchr2(b'"', b'\\', rest) {
                    None => (rest.len(), false),
                    Some(end) => {
                        escaped = rest[end] == b'\\';
                        (end + 1, !escaped)
                    }
                }
            };
            let bytes = &rest[..taken];
            self.line += u64::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(0);
            if let Some(keep) = &mut keep {
                keep.extend_from_slice(bytes);
                if keep.len() > self.record_bytes {
                    return Err(self.huge());
                }
            }
            self.at += taken;
            if closed {
                return Ok(());
            }
        }
    }

    fn huge(&self) -> ReadError {
        ReadError::too_much(
            format!("line {}: the size of a record", self.line),
            bytes_text(u64::try_from(self.record_bytes).unwrap_or(u64::MAX)),
        )
    }

    /// Takes the key of an object and the colon after it.
    pub(super) fn key(&mut self) -> Result<String, ReadError> {
        let mut raw = Vec::new();
        self.string(Some(&mut raw))?;
        self.expect(b':')?;
        serde_json::from_slice(&raw).map_err(|error| self.damaged(error.to_string()))
    }

    /// Takes one value, and appends its bytes to `keep`.
    pub(super) fn value(&mut self, mut keep: Option<&mut Vec<u8>>) -> Result<(), ReadError> {
        let mut depth = 0_usize;
        loop {
            let Some(sign) = self.peek_sign()? else {
                return Err(self.cut_off());
            };
            match sign {
                b'"' => self.string(keep.as_deref_mut())?,
                b'{' | b'[' => {
                    depth += 1;
                    if depth > DEPTH {
                        return Err(ReadError::too_much(
                            format!("line {}: the depth of the JSON", self.line),
                            format!("{DEPTH} levels"),
                        ));
                    }
                    self.one(sign, keep.as_deref_mut());
                    continue;
                }
                b'}' | b']' => {
                    if depth == 0 {
                        return Err(self.damaged("a value is missing here"));
                    }
                    depth -= 1;
                    self.one(sign, keep.as_deref_mut());
                }
                b',' | b':' if depth > 0 => {
                    self.one(sign, keep.as_deref_mut());
                    continue;
                }
                _ => self.word(keep.as_deref_mut())?,
            }
            if keep
                .as_ref()
                .is_some_and(|keep| keep.len() > self.record_bytes)
            {
                return Err(self.huge());
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn one(&mut self, sign: u8, keep: Option<&mut Vec<u8>>) {
        self.take();
        if let Some(keep) = keep {
            keep.push(sign);
        }
    }

    /// A number, `true`, `false` or `null`: up to what ends it.
    fn word(&mut self, mut keep: Option<&mut Vec<u8>>) -> Result<(), ReadError> {
        let mut length = 0;
        while let Some(byte) = self.peek()? {
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) {
                break;
            }
            if let Some(keep) = &mut keep {
                keep.push(byte);
            }
            length += 1;
            if length > 4_096 {
                return Err(self.damaged("this is not JSON: a number of thousands of digits"));
            }
            self.at += 1;
        }
        if length == 0 {
            return Err(self.damaged("this is not JSON: a value is missing or not quoted"));
        }
        Ok(())
    }
}
