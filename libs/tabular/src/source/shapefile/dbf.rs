// SPDX-License-Identifier: AGPL-3.0-or-later

//! dBASE tables.

use std::io::{BufReader, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::source::Limits;
use crate::source::backing::{Backing, ReadSeek};
use crate::source::facts::Confidence;
use crate::{Cells, Hint, ReadError};

/// A column of the table.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    kind: u8,
    begin: usize,
    length: usize,
}

impl Field {
    pub(super) fn hint(&self) -> Hint {
        match self.kind {
            b'N' | b'F' | b'I' | b'+' | b'O' => Hint::Number,
            b'L' => Hint::Boolean,
            b'D' => Hint::Moment,
            _ => Hint::Text,
        }
    }
}

/// What the head of the table and a walk through it say.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) fields: Vec<Field>,
    /// Rows that are not marked as deleted.
    pub(super) records: u64,
    pub(super) deleted: u64,
    /// Neither the table nor a `.cpg` beside it names a code page.
    pub(super) no_code_page: bool,
    pub(super) confidence: Confidence,
    encoding: &'static Encoding,
    header_bytes: u64,
    record_bytes: usize,
    /// Rows in the file, deleted ones too.
    all: u64,
}

impl About {
    pub(super) fn of(
        table: &Backing,
        code_page: Option<&Backing>,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let cut_off = || ReadError::damaged(1, "the .dbf is cut off: get the whole file again");
        let head = table.head(32)?;
        let head: &[u8; 32] = head.as_slice().try_into().map_err(|_| cut_off())?;
        let declared = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        let header_bytes = u16::from_le_bytes([head[8], head[9]]);
        let record_bytes = usize::from(u16::from_le_bytes([head[10], head[11]]));
        let all = table.head(usize::from(header_bytes))?;
        if all.len() < usize::from(header_bytes) || record_bytes < 2 {
            return Err(cut_off());
        }
        let fields = fields(&all, record_bytes, limits)?;
        let there =
            (table.len() - u64::from(header_bytes)) / u64::try_from(record_bytes).expect("16 bits");
        if there < declared {
            return Err(ReadError::damaged(
                there + 1,
                format!("the .dbf is cut off: {there} of {declared} rows are there"),
            ));
        }
        let mut about = Self {
            fields,
            records: 0,
            deleted: 0,
            no_code_page: false,
            confidence: Confidence::Certain,
            encoding: UTF_8,
            header_bytes: u64::from(header_bytes),
            record_bytes,
            all: declared,
        };
        about.walk(table, code_page, head[29])?;
        for field in &mut about.fields {
            let bytes: Vec<u8> = field.name.chars().map(latin_byte).collect();
            field.name = about
                .encoding
                .decode_without_bom_handling(&bytes)
                .0
                .into_owned();
        }
        Ok(about)
    }

    /// Counts rows, and finds the encoding from all texts where nobody says it.
    fn walk(
        &mut self,
        table: &Backing,
        code_page: Option<&Backing>,
        driver: u8,
    ) -> Result<(), ReadError> {
        let told = match code_page {
            Some(file) => code_page_label(&String::from_utf8_lossy(&file.head(64)?)),
            None => None,
        }
        .or_else(|| driver_encoding(driver));
        self.no_code_page = told.is_none();
        let mut rows = Table::open_plain(table, self)?;
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        let mut all_utf_8 = true;
        let mut ascii = true;
        for row in 1..=self.all {
            if rows.next_record(row)? == Some(true) {
                self.deleted += 1;
                continue;
            }
            self.records += 1;
            for field in self.fields.iter().filter(|field| field.kind == b'C') {
                let bytes = trimmed(&rows.record[field.begin..field.begin + field.length]);
                if bytes.is_ascii() {
                    continue;
                }
                ascii = false;
                // The width of a field cuts the last letter in two.
                all_utf_8 &= std::str::from_utf8(bytes).map_or_else(
                    |error| error.error_len().is_none() && bytes.len() + 2 >= field.length,
                    |_| true,
                );
                detector.feed(bytes, false);
                detector.feed(b"\n", false);
            }
        }
        (self.encoding, self.confidence) = match told {
            // Many programs write Latin 1 into the head and UTF-8 into the rows.
            Some(told) if told == WINDOWS_1252 && all_utf_8 && !ascii => {
                (UTF_8, Confidence::Likely)
            }
            Some(told) => (told, Confidence::Certain),
            None if all_utf_8 => (
                UTF_8,
                if ascii {
                    Confidence::Certain
                } else {
                    Confidence::Likely
                },
            ),
            None => {
                detector.feed(b"", true);
                (
                    detector.guess(None, Utf8Detection::Deny),
                    Confidence::Likely,
                )
            }
        };
        Ok(())
    }

    /// The encoding, or the one that somebody said.
    pub(super) fn encoding(&self, told: Option<&str>) -> Result<&'static Encoding, ReadError> {
        match told {
            None => Ok(self.encoding),
            Some(label) => Encoding::for_label(label.as_bytes()).ok_or_else(|| {
                ReadError::damaged(1, format!("{label} is not the name of an encoding"))
            }),
        }
    }
}

fn latin_byte(c: char) -> u8 {
    u8::try_from(u32::from(c)).expect("names are kept as one letter a byte")
}

/// The descriptions of the columns, up to the mark that ends them.
fn fields(head: &[u8], record_bytes: usize, limits: &Limits) -> Result<Vec<Field>, ReadError> {
    let mut fields = Vec::new();
    let mut begin = 1;
    for part in head[32..].chunks_exact(32) {
        if part[0] == 0x0D {
            break;
        }
        let name = part[..11].split(|b| *b == 0).next().unwrap_or_default();
        let kind = part[11].to_ascii_uppercase();
        // Long texts borrow the byte of the decimals.
        let length = usize::from(part[16])
            + if kind == b'C' {
                usize::from(part[17]) << 8
            } else {
                0
            };
        if begin + length > record_bytes {
            return Err(ReadError::damaged(
                1,
                "the head of the .dbf does not fit its rows: the file is damaged",
            ));
        }
        fields.push(Field {
            name: name.iter().copied().map(char::from).collect(),
            kind,
            begin,
            length,
        });
        begin += length;
        if fields.len() > limits.columns {
            return Err(ReadError::too_much(
                "the number of columns",
                format!("{} columns", limits.columns),
            ));
        }
    }
    if fields.is_empty() {
        return Err(ReadError::damaged(1, "the .dbf has no columns"));
    }
    Ok(fields)
}

fn code_page_label(text: &str) -> Option<&'static Encoding> {
    let text = text.trim().to_ascii_uppercase();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    Encoding::for_label(text.as_bytes()).or_else(|| match digits.as_str() {
        "65001" | "8" => Some(UTF_8),
        "88591" | "1252" => Some(WINDOWS_1252),
        _ => Encoding::for_label(format!("windows-{digits}").as_bytes()),
    })
}

/// The code pages of the head that occur west of Vienna; others are found from the texts.
fn driver_encoding(driver: u8) -> Option<&'static Encoding> {
    match driver {
        0x03 | 0x57 | 0x58 | 0x59 => Some(WINDOWS_1252),
        0xC8 => Encoding::for_label(b"windows-1250"),
        0xC9 => Encoding::for_label(b"windows-1251"),
        0xCA => Encoding::for_label(b"windows-1254"),
        0xCB => Encoding::for_label(b"windows-1253"),
        _ => None,
    }
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .rposition(|b| !matches!(b, b' ' | 0))
        .map_or(0, |at| at + 1);
    &bytes[..end]
}

/// The rows of a table.
pub(super) struct Table {
    input: BufReader<Box<dyn ReadSeek>>,
    fields: Vec<Field>,
    encoding: &'static Encoding,
    record: Vec<u8>,
    all: u64,
    header_bytes: u64,
    taken: u64,
}

impl Table {
    pub(super) fn open(
        table: &Backing,
        about: &About,
        told: Option<&str>,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            encoding: about.encoding(told)?,
            ..Self::open_plain(table, about)?
        })
    }

    fn open_plain(table: &Backing, about: &About) -> Result<Self, ReadError> {
        let mut input = table.reader()?;
        input.seek(SeekFrom::Start(about.header_bytes))?;
        Ok(Self {
            input: BufReader::with_capacity(1 << 16, input),
            fields: about.fields.clone(),
            encoding: about.encoding,
            record: vec![0; about.record_bytes],
            all: about.all,
            header_bytes: about.header_bytes,
            taken: 0,
        })
    }

    pub(super) fn position(&self) -> u64 {
        self.header_bytes + self.taken * u64::try_from(self.record.len()).unwrap_or(0)
    }

    /// Reads a row; whether it is marked as deleted, or `None` at the end.
    pub(super) fn next_record(&mut self, row: u64) -> Result<Option<bool>, ReadError> {
        if self.taken == self.all {
            return Ok(None);
        }
        self.input
            .read_exact(&mut self.record)
            .map_err(|_| ReadError::damaged(row, "the .dbf is cut off here"))?;
        self.taken += 1;
        Ok(Some(self.record[0] == b'*'))
    }

    /// Adds the cells of the row that was just read.
    pub(super) fn push(&self, cells: &mut Cells) {
        for field in &self.fields {
            let bytes = &self.record[field.begin..field.begin + field.length];
            match text(field.kind, bytes, self.encoding) {
                Some(text) => cells.push(&text),
                None => cells.push_absent(),
            }
        }
    }
}

/// The text of a cell; `None` where the table says that there is none.
fn text(kind: u8, bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let plain = trimmed(bytes);
    let ascii = || String::from_utf8_lossy(plain).trim().to_owned();
    match kind {
        // Spaces are all that a text without anything can be.
        b'C' => (!plain.is_empty()).then(|| {
            let whole = if encoding == UTF_8 {
                whole_letters(plain)
            } else {
                plain
            };
            encoding.decode_without_bom_handling(whole).0.into_owned()
        }),
        b'L' => match plain.first() {
            Some(b'T' | b't' | b'Y' | b'y') => Some("true".to_owned()),
            Some(b'F' | b'f' | b'N' | b'n') => Some("false".to_owned()),
            _ => None,
        },
        b'D' => {
            let date = ascii();
            let iso = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit());
            if iso && date != "00000000" {
                Some(format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]))
            } else {
                Some(date).filter(|date| !date.is_empty() && date != "00000000")
            }
        }
        b'I' | b'+' => {
            let bytes: [u8; 4] = bytes.try_into().ok()?;
            Some(i32::from_le_bytes(bytes).to_string())
        }
        b'O' | b'B' => {
            let bytes: [u8; 8] = bytes.try_into().ok()?;
            Some(f64::from_le_bytes(bytes).to_string())
        }
        b'N' | b'F' => {
            let number = ascii();
            // Stars are written where a number did not fit.
            Some(number).filter(|n| !n.is_empty() && !n.bytes().all(|b| b == b'*'))
        }
        _ => Some(ascii()).filter(|text| !text.is_empty()),
    }
}

/// Without the letter that the width of the field cut in two.
fn whole_letters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}
