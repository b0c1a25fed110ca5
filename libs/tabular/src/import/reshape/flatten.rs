// SPDX-License-Identifier: AGPL-3.0-or-later

//! Objects in the cells of a column become columns, and lists become rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{BLOCK_BYTES, BLOCK_ROWS};
use crate::recipe::Flatten;
use crate::source::json::record::{Members, ValueKind, kind, text};
use crate::{Cells, Hint, ReadCells, ReadError};

/// Columns that one column may become.
const COLUMNS_MAX: usize = 200;
/// Rows that one row may become: a small file must not become a huge table.
const ELEMENTS_MAX: usize = 10_000;
/// Objects within each other that may become columns.
const DEPTH_MAX: u8 = 16;

/// The keys that lead to a value; none where the cell itself is the value.
type Path = Vec<String>;

/// What a column becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Flat {
    at: usize,
    rows: bool,
    depth: u8,
    /// What it becomes, in the order in which it was met.
    paths: Vec<Path>,
    /// What the values of each path are; nothing where they are of several kinds.
    kinds: Vec<Option<Seen>>,
}

/// A kind of value that a column of its own may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Seen {
    Text,
    Number,
    Boolean,
    Nested,
    /// Several of them.
    Mixed,
}

impl Seen {
    fn of(value: &RawValue) -> Option<Self> {
        Some(match kind(value) {
            ValueKind::Null => return None,
            ValueKind::Text => Self::Text,
            ValueKind::Number => Self::Number,
            ValueKind::Boolean => Self::Boolean,
            ValueKind::Nested => Self::Nested,
        })
    }

    fn hint(self) -> Hint {
        match self {
            Self::Text => Hint::Text,
            Self::Number => Hint::Number,
            Self::Boolean => Hint::Boolean,
            Self::Nested | Self::Mixed => Hint::None,
        }
    }
}

/// A cell as JSON; `None` where it is something else.
fn json(cell: &str) -> Option<&RawValue> {
    serde_json::from_str(cell).ok()
}

/// The keys that lead to the second of two members of one name, where an object has two.
fn twice(value: &RawValue, depth: u8, path: &mut Path) -> Option<Path> {
    if depth == 0 || !value.get().starts_with('{') {
        return None;
    }
    let members = serde_json::from_str::<Members<'_>>(value.get()).ok()?;
    let mut names = std::collections::BTreeSet::new();
    for (key, value) in members.0 {
        path.push(key.clone().into_owned());
        if !names.insert(key) {
            return Some(path.clone());
        }
        let below = twice(value, depth - 1, path);
        if below.is_some() {
            return below;
        }
        path.pop();
    }
    None
}

/// Gives every value below `value` to `each`, with the keys that lead to it.
fn leaves<'a>(
    value: &'a RawValue,
    depth: u8,
    path: &mut Path,
    each: &mut dyn FnMut(&Path, &'a RawValue),
) {
    let object = value.get().starts_with('{') && depth > 0;
    let members = object.then(|| serde_json::from_str::<Members<'a>>(value.get()));
    let Some(Ok(members)) = members else {
        return each(path, value);
    };
    for (key, value) in members.0 {
        path.push(key.into_owned());
        leaves(value, depth - 1, path, each);
        path.pop();
    }
}

/// The elements that become rows: those of a list, or the value alone.
fn elements(value: &RawValue, rows: bool) -> Vec<&RawValue> {
    let list = rows && value.get().starts_with('[');
    match list.then(|| serde_json::from_str::<Vec<&RawValue>>(value.get())) {
        Some(Ok(elements)) => elements,
        _ => vec![value],
    }
}

/// The values that columns of their own are found in.
#[derive(Debug, Default)]
struct Survey {
    paths: Vec<Path>,
    kinds: Vec<Option<Seen>>,
    known: BTreeMap<Path, usize>,
}

/// Why a cell cannot become columns without losing some of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Odd {
    /// There are more different paths than columns may be.
    Many,
    /// One object has two members of this name.
    Twice(Path),
    /// The text at this path is none: half of a surrogate pair.
    NoText(Path),
}

impl Odd {
    fn into_error(self, line: u64, column: &str) -> ReadError {
        let mend = "mend the file, or leave the column as it is: without this step it stays JSON";
        match self {
            Self::Many => ReadError::too_much(
                format!("line {line}: the number of columns that {column:?} becomes"),
                format!("{COLUMNS_MAX} columns"),
            ),
            Self::Twice(path) => ReadError::damaged(
                line,
                format!("{:?} stands there twice; {mend}", name_of(column, &path)),
            ),
            Self::NoText(path) => ReadError::damaged(
                line,
                format!(
                    "the text of {:?} holds half of a character (\\uD800 to \\uDFFF); {mend}",
                    name_of(column, &path)
                ),
            ),
        }
    }
}

impl Survey {
    /// Notes that there is a value of this kind.
    fn saw(&mut self, path: &Path, kind: Option<Seen>) -> Result<(), Odd> {
        let at = match self.known.get(path) {
            Some(at) => *at,
            None if self.paths.len() == COLUMNS_MAX => return Err(Odd::Many),
            None => {
                self.known.insert(path.clone(), self.paths.len());
                self.paths.push(path.clone());
                self.kinds.push(None);
                self.paths.len() - 1
            }
        };
        self.kinds[at] = match (self.kinds[at], kind) {
            (None, kind) => kind,
            (before, None) => before,
            (Some(before), Some(now)) if before == now => Some(before),
            _ => Some(Seen::Mixed),
        };
        Ok(())
    }

    /// Notes all values of a cell.
    fn look_at(&mut self, cell: &str, rows: bool, depth: u8) -> Result<(), Odd> {
        let Some(value) = json(cell) else {
            if !cell.trim().is_empty() {
                self.saw(&Path::new(), Some(Seen::Text))?;
            }
            return Ok(());
        };
        for element in elements(value, rows) {
            if let Some(path) = twice(element, depth, &mut Path::new()) {
                return Err(Odd::Twice(path));
            }
            let mut outcome = Ok(());
            leaves(element, depth, &mut Path::new(), &mut |path, value| {
                if outcome.is_ok() {
                    outcome = self.note(path, value);
                }
            });
            outcome?;
        }
        Ok(())
    }

    /// Notes a value.
    fn note(&mut self, path: &Path, value: &RawValue) -> Result<(), Odd> {
        let kind = Seen::of(value);
        // `null` instead of an object is no value of its own.
        if path.is_empty() && kind.is_none() {
            return Ok(());
        }
        if text(value).is_err() {
            return Err(Odd::NoText(path.clone()));
        }
        self.saw(path, kind)
    }
}

impl Flat {
    /// Reads the file once to know what the column at `at` becomes.
    pub(super) fn survey(
        mut reader: impl ReadCells,
        at: usize,
        step: &Flatten,
    ) -> Result<Self, ReadError> {
        let depth = step.depth.clamp(1, DEPTH_MAX);
        let mut survey = Survey::default();
        while let Some(block) = reader.next_block()? {
            for row in 0..block.rows() {
                let Some(cell) = block.cell(row, at) else {
                    continue;
                };
                if step.rows
                    && json(cell).is_some_and(|all| elements(all, true).len() > ELEMENTS_MAX)
                {
                    return Err(ReadError::too_much(
                        format!(
                            "line {}: the number of rows that {:?} becomes",
                            block.line(row),
                            step.column
                        ),
                        format!("{ELEMENTS_MAX} rows"),
                    ));
                }
                survey
                    .look_at(cell, step.rows, depth)
                    .map_err(|odd| odd.into_error(block.line(row), &step.column))?;
            }
        }
        if survey.paths.is_empty() {
            survey.paths.push(Path::new());
            survey.kinds.push(None);
        }
        Ok(Self {
            at,
            rows: step.rows,
            depth,
            paths: survey.paths,
            kinds: survey.kinds,
        })
    }
}

/// What the cells of a column hold, as far as it can be flattened.
#[derive(Debug, Default)]
pub(in crate::import) struct Found {
    survey: Survey,
    /// Cells that hold an object, and a list of objects.
    pub(in crate::import) objects: u64,
    pub(in crate::import) lists: u64,
    /// Cells that hold anything else.
    pub(in crate::import) others: u64,
    /// Elements of the lists.
    pub(in crate::import) elements: u64,
    /// Some of it cannot become columns without losing a value.
    pub(in crate::import) odd: bool,
}

impl Found {
    /// What the columns would be called.
    pub(in crate::import) fn names(&self, column: &str) -> Vec<String> {
        let name = |path: &Path| name_of(column, path);
        self.survey.paths.iter().map(name).collect()
    }
}

/// Reads the file once to see what could be flattened in these columns.
pub(in crate::import) fn look(
    mut reader: impl ReadCells,
    columns: &[usize],
    depth: u8,
) -> Result<Vec<Found>, ReadError> {
    let mut found: Vec<Found> = columns.iter().map(|_| Found::default()).collect();
    while let Some(block) = reader.next_block()? {
        for row in 0..block.rows() {
            for (&column, found) in columns.iter().zip(&mut found) {
                let Some(cell) = block.cell(row, column) else {
                    continue;
                };
                found.look_at(cell.trim(), depth);
            }
        }
    }
    Ok(found)
}

impl Found {
    fn look_at(&mut self, cell: &str, depth: u8) {
        let Some(value) = json(cell).filter(|value| kind(value) == ValueKind::Nested) else {
            let nothing = cell.is_empty() || cell == "null";
            self.others += u64::from(!nothing);
            return;
        };
        let all = elements(value, true);
        if value.get().starts_with('{') {
            self.objects += 1;
        } else if all.iter().all(|element| element.get().starts_with('{')) {
            self.lists += 1;
            self.elements += u64::try_from(all.len().max(1)).unwrap_or(1);
        } else {
            self.others += 1;
        }
        self.odd |= self.survey.look_at(cell, true, depth).is_err();
    }
}

fn name_of(column: &str, path: &Path) -> String {
    let mut name = column.to_owned();
    for key in path {
        name.push('.');
        name.push_str(key);
    }
    name
}

/// A reader with the columns, and the rows, that a column becomes.
pub(super) struct Flattened {
    inner: Box<dyn ReadCells>,
    flat: Flat,
    known: BTreeMap<Path, usize>,
    names: Vec<String>,
    hints: Vec<Hint>,
    /// The block that is being written out, and the row and element that come next.
    waiting: Option<(Cells, usize, usize)>,
}

impl Flattened {
    pub(super) fn new(inner: Box<dyn ReadCells>, flat: Flat) -> Self {
        let column = &inner.columns()[flat.at];
        let of_column = flat.paths.iter().map(|path| name_of(column, path));
        let mut names = inner.columns().to_vec();
        names.splice(flat.at..=flat.at, of_column.collect::<Vec<_>>());
        let mut hints = inner.hints().to_vec();
        hints.resize(inner.columns().len(), Hint::None);
        let kinds = flat.kinds.iter();
        let of_column = kinds.map(|kind| kind.map_or(Hint::None, Seen::hint));
        hints.splice(flat.at..=flat.at, of_column.collect::<Vec<_>>());
        let known = flat.paths.iter().cloned().zip(0..).collect();
        Self {
            inner,
            flat,
            known,
            names,
            hints,
            waiting: None,
        }
    }

    /// Writes the rows that a row becomes, from the element at `from` on, until the block is full;
    /// the element that comes next, or `None` when all are written.
    fn write(&self, block: &Cells, row: usize, from: usize, out: &mut Cells) -> Option<usize> {
        let cell = block.cell(row, self.flat.at).unwrap_or_default();
        let value = json(cell);
        let all = value.map_or_else(Vec::new, |value| elements(value, self.flat.rows));
        let mut at = from;
        loop {
            let mut values: Vec<Option<Cow<'_, str>>> = vec![None; self.flat.paths.len()];
            if let Some(&element) = all.get(at) {
                let depth = self.flat.depth;
                leaves(element, depth, &mut Path::new(), &mut |path, value| {
                    if let Some(&place) = self.known.get(path) {
                        values[place] = text(value).ok().flatten();
                    }
                });
            } else if value.is_none()
                && let Some(&place) = self.known.get(&Path::new())
            {
                values[place] = Some(Cow::Borrowed(cell));
            }
            out.begin_row(block.line(row));
            for column in 0..block.columns() {
                let cells: &[Option<Cow<'_, str>>] = if column == self.flat.at {
                    &values
                } else {
                    &[block.cell(row, column).map(Cow::Borrowed)]
                };
                for cell in cells {
                    match cell {
                        Some(text) => out.push(text),
                        None => out.push_absent(),
                    }
                }
            }
            at += 1;
            if at >= all.len() {
                return None;
            }
            if out.rows() >= BLOCK_ROWS || out.bytes() >= BLOCK_BYTES {
                return Some(at);
            }
        }
    }
}

impl ReadCells for Flattened {
    fn columns(&self) -> &[String] {
        &self.names
    }

    fn hints(&self) -> &[Hint] {
        &self.hints
    }

    fn next_block(&mut self) -> Result<Option<Cells>, ReadError> {
        let mut out = Cells::new(self.names.len());
        while out.rows() < BLOCK_ROWS && out.bytes() < BLOCK_BYTES {
            let (block, row, element) = match self.waiting.take() {
                Some(waiting) => waiting,
                None => match self.inner.next_block()? {
                    Some(block) if block.rows() > 0 => (block, 0, 0),
                    Some(_) => continue,
                    None => break,
                },
            };
            match self.write(&block, row, element, &mut out) {
                Some(next) => self.waiting = Some((block, row, next)),
                None if row + 1 < block.rows() => self.waiting = Some((block, row + 1, 0)),
                None => {}
            }
        }
        Ok((out.rows() > 0).then_some(out))
    }

    fn position(&self) -> u64 {
        self.inner.position()
    }

    fn irregular(&self) -> &[(u64, usize)] {
        self.inner.irregular()
    }
}
