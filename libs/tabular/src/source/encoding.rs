// SPDX-License-Identifier: AGPL-3.0-or-later

//! From bytes to text: one decision for the whole file, from all of its bytes.

use std::io::{ErrorKind, Read};
use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem::Finder;

use super::backing::{Backing, length_of};
use super::facts::{Confidence, EncodingFound, Lines};
use crate::ReadError;

/// Bytes read at once.
const CHUNK: usize = 1 << 20;
/// Lines with letters beyond ASCII, in bytes, that the detector is fed at most.
const DETECTOR_BYTES: usize = 8 << 20;

static REPLACEMENT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\u{FFFD}"));

/// How a text file is to be decoded, and what is odd about its bytes.
#[derive(Debug, Clone)]
pub(super) struct Coding {
    encoding: &'static Encoding,
    confidence: Confidence,
    bom_bytes: usize,
    /// Lines whose bytes are not UTF-8 in a file that otherwise is.
    pub(super) mixed: Lines,
    /// Lines with U+FFFD.
    pub(super) replacement: Lines,
}

impl Coding {
    /// Reads all of `file` and decides. `told` is a label that somebody gave.
    pub(super) fn of(file: &Backing, told: Option<&str>) -> Result<Self, ReadError> {
        let head = file.head(1 << 16)?;
        let bom = Encoding::for_bom(&head);
        let bom_bytes = bom.map_or(0, |(_, length)| length);
        let mut coding = Self {
            encoding: UTF_8,
            confidence: Confidence::Certain,
            bom_bytes,
            mixed: Lines::default(),
            replacement: Lines::default(),
        };
        if let Some(label) = told {
            coding.encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
                ReadError::damaged(
                    1,
                    format!("{label} is not the name of an encoding; try utf-8 or windows-1252"),
                )
            })?;
            coding.confidence = Confidence::Told;
        } else if let Some((encoding, _)) = bom {
            coding.encoding = encoding;
        } else if let Some(encoding) = utf_16_without_bom(&head) {
            coding.encoding = encoding;
        }
        if coding.encoding == UTF_8 {
            coding.examine_utf_8(file)?;
        } else if coding.encoding == UTF_16LE || coding.encoding == UTF_16BE {
            coding.examine_decoded(file)?;
        }
        Ok(coding)
    }

    /// What was found, to be told.
    pub(super) fn found(&self) -> EncodingFound {
        EncodingFound {
            name: self.encoding.name().to_owned(),
            confidence: self.confidence,
        }
    }

    /// Whether the file begins with a byte order mark.
    pub(super) fn bom(&self) -> bool {
        self.bom_bytes > 0
    }

    /// The text of `file`, piece by piece.
    pub(super) fn text(&self, file: &Backing) -> Result<TextStream, ReadError> {
        let mut input = file.reader()?;
        let mut mark = [0_u8; 3];
        input.read_exact(&mut mark[..self.bom_bytes])?;
        let how = if self.encoding != UTF_8 {
            How::Decode(self.encoding.new_decoder_without_bom_handling())
        } else if self.mixed.is_empty() {
            How::Utf8
        } else {
            How::Mixed
        };
        Ok(TextStream {
            input: Box::new(input),
            how,
            raw: vec![0; CHUNK],
            kept: 0,
            taken: u64::try_from(self.bom_bytes).unwrap_or(0),
            ended: false,
        })
    }

    /// A piece of the file's bytes as text. What its borders cut becomes U+FFFD.
    pub(super) fn decode_piece(&self, bytes: &[u8]) -> String {
        if self.encoding == UTF_8 && !self.mixed.is_empty() {
            let mut text = String::new();
            append_mixed(bytes, true, &mut text);
            return text;
        }
        self.encoding
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()
    }

    /// Whether the bytes are UTF-8; if not, from all lines beyond ASCII: which encoding it is, or
    /// that it is UTF-8 with some lines that are not.
    fn examine_utf_8(&mut self, file: &Backing) -> Result<(), ReadError> {
        let mut lines = LinesOf::new(file)?;
        let mut line = 0;
        let mut good = 0_u64;
        let mut bad = Lines::default();
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        let mut fed = 0;
        while let Some(block) = lines.next_block()? {
            if let Some(zero) = memchr::memchr(0, block) {
                let before = memchr::memchr_iter(b'\n', &block[..zero]).count();
                return Err(ReadError::damaged(
                    line + count(before) + 1,
                    "there are zero bytes here: this is a binary file of a kind that we do not read",
                ));
            }
            if block.is_ascii() {
                line += count(memchr::memchr_iter(b'\n', block).count());
                continue;
            }
            if std::str::from_utf8(block).is_ok() && REPLACEMENT.find(block).is_none() {
                let lines = count(memchr::memchr_iter(b'\n', block).count());
                good += lines.max(1);
                line += lines;
                continue;
            }
            for text in block.split_inclusive(|b| *b == b'\n') {
                line += 1;
                if text.is_ascii() {
                    continue;
                }
                if std::str::from_utf8(text).is_ok() {
                    good += 1;
                    if REPLACEMENT.find(text).is_some() {
                        self.replacement.add(line);
                    }
                    continue;
                }
                bad.add(line);
                if fed < DETECTOR_BYTES {
                    let cut = &text[..text.len().min(DETECTOR_BYTES - fed)];
                    detector.feed(cut, false);
                    fed += cut.len();
                }
            }
        }
        if bad.is_empty() {
            return Ok(());
        }
        // In text of another encoding, bytes that happen to be UTF-8 are rare; one line in ten is
        // not an accident.
        if self.confidence == Confidence::Told || self.bom() || good * 10 >= bad.count {
            self.mixed = bad;
            return Ok(());
        }
        detector.feed(b"", true);
        self.encoding = detector.guess(None, Utf8Detection::Deny);
        self.confidence = Confidence::Likely;
        self.replacement = Lines::default();
        Ok(())
    }

    fn examine_decoded(&mut self, file: &Backing) -> Result<(), ReadError> {
        let mut stream = self.text(file)?;
        let mut text = String::new();
        let mut line = 1;
        let mut last = 0;
        loop {
            text.clear();
            let more = stream.fill(&mut text)?;
            let mut from = 0;
            for at in REPLACEMENT.find_iter(text.as_bytes()) {
                line += count(memchr::memchr_iter(b'\n', &text.as_bytes()[from..at]).count());
                from = at;
                if last != line {
                    self.replacement.add(line);
                    last = line;
                }
            }
            line += count(memchr::memchr_iter(b'\n', &text.as_bytes()[from..]).count());
            if !more {
                return Ok(());
            }
        }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).expect("fits in 64 bits")
}

/// UTF-16 shows without a mark, because in European text every second byte is zero.
fn utf_16_without_bom(head: &[u8]) -> Option<&'static Encoding> {
    if head.len() < 4 {
        return None;
    }
    let zeros = |start| {
        head.iter()
            .skip(start)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 3 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 3 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Blocks of whole lines, as bytes. A line longer than a block is cut: it is only looked at.
struct LinesOf {
    input: Box<dyn Read>,
    buffer: Vec<u8>,
    filled: usize,
    given: usize,
}

impl LinesOf {
    fn new(file: &Backing) -> Result<Self, ReadError> {
        Ok(Self {
            input: Box::new(file.reader()?),
            buffer: vec![0; CHUNK],
            filled: 0,
            given: 0,
        })
    }

    fn next_block(&mut self) -> Result<Option<&[u8]>, ReadError> {
        self.buffer.copy_within(self.given..self.filled, 0);
        self.filled -= self.given;
        self.given = 0;
        let mut ended = false;
        while self.filled < CHUNK && !ended {
            let n = read_some(&mut self.input, &mut self.buffer[self.filled..])?;
            ended = n == 0;
            self.filled += n;
        }
        let block = &self.buffer[..self.filled];
        self.given = if ended {
            self.filled
        } else {
            memchr::memrchr(b'\n', block).map_or_else(|| before_cut_letter(block), |at| at + 1)
        };
        Ok((self.given > 0).then_some(&self.buffer[..self.given]))
    }
}

/// The length of `block` without the bytes of a letter that its end cuts.
fn before_cut_letter(block: &[u8]) -> usize {
    match std::str::from_utf8(block) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => block.len(),
    }
}

fn read_some(input: &mut dyn Read, into: &mut [u8]) -> Result<usize, ReadError> {
    loop {
        match input.read(into) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return Ok(other?),
        }
    }
}

enum How {
    Utf8,
    Mixed,
    Decode(Decoder),
}

/// The text of a file, piece by piece.
pub(super) struct TextStream {
    input: Box<dyn Read + Send>,
    how: How,
    raw: Vec<u8>,
    /// Bytes at the beginning of `raw` that belong to a letter cut by the last read.
    kept: usize,
    taken: u64,
    ended: bool,
}

impl TextStream {
    /// Bytes of the file taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Appends the next piece to `out`; false when nothing follows it.
    pub(super) fn fill(&mut self, out: &mut String) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        let n = read_some(&mut self.input, &mut self.raw[self.kept..])?;
        self.ended = n == 0;
        self.taken += length_of(&self.raw[self.kept..self.kept + n]);
        let filled = self.kept + n;
        let bytes = &self.raw[..filled];
        let used = match &mut self.how {
            How::Utf8 => append_utf_8(bytes, self.ended, out)?,
            How::Mixed => append_mixed(bytes, self.ended, out),
            How::Decode(decoder) => {
                let room = decoder.max_utf8_buffer_length(filled).unwrap_or(4 * CHUNK);
                out.reserve(room);
                let (_, read, _) = decoder.decode_to_string(bytes, out, self.ended);
                read
            }
        };
        self.raw.copy_within(used..filled, 0);
        self.kept = filled - used;
        Ok(!self.ended)
    }
}

fn append_utf_8(bytes: &[u8], ended: bool, out: &mut String) -> Result<usize, ReadError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            out.push_str(text);
            Ok(bytes.len())
        }
        Err(error) if error.error_len().is_none() && !ended => {
            let good = error.valid_up_to();
            out.push_str(std::str::from_utf8(&bytes[..good]).expect("just found valid"));
            Ok(good)
        }
        Err(_) => Err(ReadError::damaged(
            1,
            "the file changed while it was read: try again",
        )),
    }
}

/// Bytes that are UTF-8 stay; the others are read as windows-1252, one by one.
fn append_mixed(bytes: &[u8], ended: bool, out: &mut String) -> usize {
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                out.push_str(text);
                return bytes.len();
            }
            Err(error) => {
                let (good, bad) = rest.split_at(error.valid_up_to());
                out.push_str(std::str::from_utf8(good).expect("just found valid"));
                let length = match error.error_len() {
                    Some(length) => length,
                    None if ended => bad.len(),
                    None => return bytes.len() - bad.len(),
                };
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bad[..length]);
                out.push_str(&text);
                rest = &bad[length..];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Limits;

    fn decode(bytes: &[u8]) -> (Coding, String) {
        let file = Backing::memory(bytes.to_vec(), &Limits::default()).expect("not empty");
        let coding = Coding::of(&file, None).expect("text");
        let mut text = String::new();
        let mut stream = coding.text(&file).expect("opens");
        while stream.fill(&mut text).expect("decodes") {}
        (coding, text)
    }

    #[test]
    fn trap_1_windows_1252_and_utf_8_alternate_between_years() {
        let words = "nom;districte\nMartí;Sant Martí\nGràcia;l'Eixample\nça;Núria, Mª Àngels\n";
        let (old, _, _) = WINDOWS_1252.encode(words);
        for bytes in [old.as_ref(), words.as_bytes()] {
            let (coding, text) = decode(bytes);
            assert_eq!(text, words);
            assert!(coding.mixed.is_empty());
        }
        assert_eq!(decode(&old).0.found().name, "windows-1252");
        assert_eq!(
            decode(words.as_bytes()).0.found().confidence,
            Confidence::Certain
        );
    }

    #[test]
    fn trap_1_utf_16_is_found_with_and_without_its_mark() {
        let words = "id,nom\n1,Parc de la Ciutadella\n2,Jardins d'Àustria\n";
        for (encoding, big) in [(UTF_16LE, false), (UTF_16BE, true)] {
            let plain: Vec<u8> = words
                .encode_utf16()
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect();
            let mark: &[u8] = if big { b"\xFE\xFF" } else { b"\xFF\xFE" };
            for bytes in [plain.clone(), [mark, &plain].concat()] {
                let (coding, text) = decode(&bytes);
                assert_eq!(text, words);
                assert_eq!(coding.found().name, encoding.name());
            }
        }
    }

    #[test]
    fn trap_1_letters_lost_before_us_are_counted_with_their_lines() {
        let (coding, text) =
            decode("a;b\nS\u{FFFD}bado;x\nok;y\nChamart\u{FFFD}n;\u{FFFD}\n".as_bytes());
        assert_eq!(coding.replacement.first, [2, 4]);
        assert!(text.contains('\u{FFFD}'));
    }

    #[test]
    fn a_file_of_two_encodings_loses_no_letter_and_names_the_lines() {
        let mut bytes = "nom\nGràcia\nSarrià\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"Mart\xED\n");
        bytes.extend_from_slice("Núria\n".as_bytes());
        let (coding, text) = decode(&bytes);
        assert_eq!(text, "nom\nGràcia\nSarrià\nMartí\nNúria\n");
        assert_eq!(coding.mixed.first, [4]);
        assert_eq!(coding.found().name, "UTF-8");
    }

    #[test]
    fn a_letter_across_the_border_of_two_reads_stays_whole() {
        let words = format!("{}à\n{}é", "x".repeat(CHUNK - 1), "y".repeat(CHUNK - 3));
        assert_eq!(decode(words.as_bytes()).1, words);
    }

    #[test]
    fn a_few_catalan_or_spanish_words_in_windows_1252_are_read_as_such() {
        for words in [
            "carrer;nom\n1;Plaça d'Espanya\n",
            "barri\nSarrià\n",
            "distrito;nombre\n1;Peñagrande\n2;Chamartín\n",
            "Año;Población\n2020;1\n",
            "mes\nMarç\n",
            "id;descripció;preu €\n1;l'ús del català;3\n",
        ] {
            let (bytes, _, lost) = WINDOWS_1252.encode(words);
            assert!(!lost);
            assert_eq!(decode(&bytes).1, words);
        }
    }

    #[test]
    fn zero_bytes_in_the_middle_are_refused_with_their_line() {
        let file =
            Backing::memory(b"a;b\n1;2\n\0\0\x01".to_vec(), &Limits::default()).expect("not empty");
        let refused = Coding::of(&file, None).expect_err("binary");
        assert!(
            matches!(refused, ReadError::Damaged { line: 3, .. }),
            "{refused}"
        );
    }
}
