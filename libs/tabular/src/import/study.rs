// SPDX-License-Identifier: AGPL-3.0-or-later

//! The first reading of a file: what each of its columns holds.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use serde::{Deserialize, Serialize};

use super::edges::Edges;
use super::report::{LeftOut, Over};
use super::reshape::{Leaving, Reshape};
use super::said::{Change, Evidence, Fate, Meaning, Noticed, Reason};
use super::{edges, nested, suggest};
use crate::recipe::{Column, Reading, Recipe, Step};
use crate::typer::column::Profile;
use crate::typer::convert::Converter;
use crate::typer::{decide, name};
use crate::{Cells, Hint, ReadCells, ReadError};

/// What is known before the file is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the city lies: west, south, east, north in degrees. Coordinates are held against it.
    pub bounds: Option<[f64; 4]>,
    /// The zone of times that do not name one: `Europe/Madrid`.
    pub zone: Option<String>,
    /// The share of a column's cells that may not fit a reading; as
    /// [`REFUSE_ABOVE`](crate::recipe::REFUSE_ABOVE) when not set.
    pub refuse_above: Option<f64>,
}

impl Options {
    pub(crate) fn share(&self) -> f64 {
        self.refuse_above.unwrap_or(crate::recipe::REFUSE_ABOVE)
    }
}

/// A cell and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Counted from 1.
    pub line: u64,
    /// The cell, cut at 120 bytes.
    pub text: String,
}

/// A cell, and what a reading makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Where it stands.
    pub line: u64,
    /// The cell.
    pub text: String,
    /// What it becomes, as text.
    pub becomes: String,
    /// Whether that is a value.
    pub fate: Fate,
}

impl Shown {
    pub(crate) fn of(cell: &Example, converter: &Converter) -> Self {
        Self {
            line: cell.line,
            text: cell.text.clone(),
            becomes: converter.show(&cell.text),
            fate: converter.fate(&cell.text),
        }
    }
}

/// Something that was noticed about a column and decided or left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Spaces around cells were cut off.
    Padded,
    /// A byte order mark or another invisible character around cells was cut off.
    Invisible,
    /// An apostrophe before numbers was cut off.
    Apostrophe,
    /// U+FFFD stands in cells: their letters were lost before the file reached us.
    Replaced,
    /// The name was padded or had a prefix.
    NameCleaned,
    /// Another column of the file has the same name.
    NameRepeated,
    /// Codes begin with zero and stay text.
    LeadingZeros,
    /// Some codes have lost the zero that others have.
    LostZeros,
    /// Codes that a spreadsheet turned into dates.
    MangledCodes,
    /// Coordinates that a spreadsheet filled with marks between thousands.
    RuinedCoordinates,
    /// The two columns of a pair stand in each other's place, or mostly do.
    SwappedAxes,
    /// Texts that say that there is no value.
    Missing,
    /// The unit stands in the cells.
    Unit,
    /// Cells have different units.
    MixedUnits,
    /// Ranges: two numbers and a dash.
    Ranges,
    /// Most cells are numbers, some are not.
    NumbersAmongText,
    /// More digits than any number type holds.
    TooManyDigits,
    /// Cells that do not fit the type.
    Misfits,
    /// Hour 24 is 0 h of the next day.
    Hour24,
    /// The column holds nothing.
    Empty,
}

/// A [`What`], how often, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was noticed.
    pub what: What,
    /// In how many cells.
    pub count: u64,
    /// Some of them.
    pub examples: Vec<Example>,
    /// The same with what there is to tell of it.
    pub noticed: Noticed,
    /// The same as an English sentence.
    pub says: String,
}

impl Finding {
    pub(crate) fn of(noticed: Noticed, count: u64, examples: Vec<Example>) -> Self {
        Self {
            what: noticed.what(),
            count,
            examples,
            says: noticed.to_string(),
            noticed,
        }
    }
}

/// What was found out about one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnStudy {
    /// Its name as the file writes it; the second column of one name is `name (2)`.
    pub from: String,
    /// Its name in the table.
    pub name: String,
    /// How its cells are read, unless a question is answered otherwise.
    pub reading: Reading,
    /// Rows with something in this column.
    pub filled: u64,
    /// Rows with an empty cell or none.
    pub empty: u64,
    /// Filled cells that the reading takes for missing.
    pub missing: u64,
    /// Cells that do not fit the reading.
    pub misfits: u64,
    /// Different values, where there are at most 512.
    pub distinct: Option<usize>,
    /// The most frequent values with their counts, at most twenty; the first ones where there are
    /// too many to count.
    pub values: Vec<(String, u64)>,
    /// The first cells that are not empty, and what they become.
    pub shown: Vec<Shown>,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Which mark is the decimal mark.
    Marks,
    /// Which field is the day and which the month.
    DayOrMonth,
    /// Which century two digits of a year mean.
    Century,
    /// Whether digits are a number or a code.
    CodeOrNumber,
    /// Whether 0 and 1 are no and yes.
    YesNo,
    /// Whether a number is a date.
    NumberOrDate,
    /// Whether a value stands for "no value".
    Missing,
    /// Whether times that are all midnight are dates.
    DateOrMoment,
    /// Which zone times without one are in.
    Zone,
    /// Which reference system coordinates are in.
    System,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What to write: `--answer column=answer`.
    pub answer: String,
    /// What it means.
    pub meaning: Meaning,
    /// The same as an English sentence.
    pub says: String,
    /// How the column is then read.
    pub reading: Reading,
    /// The same cells for every choice, and what they become.
    pub shown: Vec<Shown>,
}

/// Something the file does not say by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The column, as the file writes it.
    pub column: String,
    /// The column, as the table calls it.
    pub name: String,
    /// What is asked.
    pub about: About,
    /// The answers: at least two.
    pub choices: Vec<Choice>,
    /// The one that the evidence speaks for.
    pub recommended: usize,
    /// The evidence.
    pub evidence: Evidence,
    /// The same as an English sentence.
    pub why: String,
    /// Whether the file is not taken without an answer. Otherwise no choice loses anything that
    /// another could not bring back, and the recommended one holds until somebody says otherwise.
    pub must: bool,
}

/// A change of the table that is offered, never made unasked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to write: `--take id`.
    pub id: String,
    /// What it would do.
    pub change: Change,
    /// The same as an English sentence.
    pub says: String,
    /// The evidence.
    pub reason: Reason,
    /// The same as an English sentence.
    pub why: String,
    /// What it adds to the recipe's steps.
    pub steps: Vec<Step>,
    /// The columns that it reads differently.
    pub columns: Vec<Column>,
    /// Whether the evidence is exact. It may then be taken without asking, and told.
    #[serde(default)]
    pub sure: bool,
}

impl Suggestion {
    /// An offer that nobody may take unasked, and that reads no column differently.
    pub(super) fn of(id: String, change: Change, reason: Reason, steps: Vec<Step>) -> Self {
        Self {
            id,
            says: change.to_string(),
            change,
            why: reason.to_string(),
            reason,
            steps,
            columns: Vec::new(),
            sure: false,
        }
    }

    /// Whether it is taken by its name only, and not with everything else that is offered: nothing
    /// but a word speaks for it, or the table gets more rows than the file has.
    pub fn by_name_only(&self) -> bool {
        let word_alone = matches!(
            self.reason,
            Reason::NoSums { .. } | Reason::SomeSums { equal: 0, .. }
        );
        let more_rows = |step: &Step| matches!(step, Step::Flatten(flatten) if flatten.rows);
        word_alone || self.steps.iter().any(more_rows)
    }
}

/// Everything found out about a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// Its columns, in the file's order.
    pub columns: Vec<ColumnStudy>,
    /// Its rows, without those that are left out.
    pub rows: u64,
    /// What the recipe that it was studied with does to its rows before their columns are typed.
    #[serde(default)]
    pub reshape: Reshape,
    /// Rows that are none of the table.
    #[serde(default)]
    pub left_out: LeftOut,
    /// Where more rows are none of the table than the recipe allows, and what to do about it.
    #[serde(default)]
    pub over: Option<Over>,
    /// What it does not say by itself.
    pub questions: Vec<Question>,
    /// What could be done with it.
    pub suggestions: Vec<Suggestion>,
    /// Rows whose number of cells was not the header's: line, number of cells; the first thousand.
    pub irregular: Vec<(u64, usize)>,
}

/// Reads the file once, whole, and finds what each column holds.
///
/// `tick` is told of rows and bytes read so far and answers whether to go on; when it does not, the
/// error is [`std::io::ErrorKind::Interrupted`].
pub fn study(
    open: &dyn Fn() -> Result<Box<dyn ReadCells>, ReadError>,
    options: &Options,
    tick: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Study, ReadError> {
    study_with(open, options, &Recipe::default(), tick)
}

/// The same for a file whose rows the recipe [reshapes](Step::reshapes): only rows of the table
/// decide what its columns are. Of the recipe nothing else matters here.
///
/// A file with such steps, and one that seems to need them, is read up to four times.
pub fn study_with(
    open: &dyn Fn() -> Result<Box<dyn ReadCells>, ReadError>,
    options: &Options,
    recipe: &Recipe,
    tick: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Study, ReadError> {
    let reshape = Reshape::of(open, recipe)?;
    let mut reader = reshape.wrap(open()?);
    let mut edges = Edges::default();
    let mut see = |block: &Cells, rows, position| {
        edges.see(block);
        tick(rows, position)
    };
    let (profiles, rows) = profile(&mut reader, &mut see)?;
    let (columns, questions) = decide_all(&reader, &profiles, options);
    let mut study = Study {
        columns,
        rows,
        left_out: reader.left_out().clone(),
        over: reader.over().cloned(),
        questions,
        suggestions: Vec::new(),
        irregular: reader.irregular().iter().take(1_000).copied().collect(),
        reshape,
    };
    suggest::compare(&mut study, &profiles, options);
    edges::offer(&mut study, &profiles, &edges, recipe, options, open)?;
    nested::offer(&mut study, &profiles, reader.hints(), open)?;
    Ok(study)
}

/// What the columns of a table hold, and what is asked about them one by one.
pub(super) fn columns_of(
    mut reader: Leaving,
    options: &Options,
) -> Result<(Vec<ColumnStudy>, Vec<Question>), ReadError> {
    let (profiles, _) = profile(&mut reader, &mut |_, _, _| true)?;
    Ok(decide_all(&reader, &profiles, options))
}

fn decide_all(
    reader: &Leaving,
    profiles: &[Profile],
    options: &Options,
) -> (Vec<ColumnStudy>, Vec<Question>) {
    let names = name::distinct(reader.columns());
    let safe = name::safe_names(&names);
    let hints = reader.hints();
    let mut columns = Vec::with_capacity(names.len());
    let mut questions = Vec::new();
    for (at, profile) in profiles.iter().enumerate() {
        let about = decide::Subject {
            from: &names[at],
            repeats: (names[at] != reader.columns()[at]).then_some(&reader.columns()[at]),
            name: &safe[at],
            hint: hints.get(at).copied().unwrap_or(Hint::None),
            profile,
            options,
        };
        let (column, mut asked) = decide::decide(&about);
        columns.push(column);
        questions.append(&mut asked);
    }
    (columns, questions)
}

/// Profiles every column. Each thread has some of the columns and sees all blocks in order, so that
/// the outcome does not depend on which thread was faster.
fn profile(
    reader: &mut dyn ReadCells,
    see: &mut dyn FnMut(&Cells, u64, u64) -> bool,
) -> Result<(Vec<Profile>, u64), ReadError> {
    let columns = reader.columns().len();
    let threads = thread::available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .clamp(1, columns.clamp(1, 8));
    let mut rows = 0_u64;
    thread::scope(|scope| {
        let mut senders = Vec::new();
        let mut workers = Vec::new();
        for worker in 0..threads {
            let (sender, blocks) = sync_channel::<Arc<Cells>>(2);
            senders.push(sender);
            workers.push(scope.spawn(move || {
                let mut mine: Vec<(usize, Profile)> = (worker..columns)
                    .step_by(threads)
                    .map(|column| (column, Profile::new()))
                    .collect();
                for block in blocks {
                    for (column, profile) in &mut mine {
                        profile.add(&block, *column);
                    }
                }
                mine
            }));
        }
        while let Some(block) = reader.next_block()? {
            rows += u64::try_from(block.rows()).unwrap_or(0);
            let block = Arc::new(block);
            for sender in &senders {
                sender
                    .send(Arc::clone(&block))
                    .expect("the worker reads until we stop sending");
            }
            if !see(&block, rows, reader.position()) {
                return Err(ReadError::Io(std::io::ErrorKind::Interrupted.into()));
            }
        }
        drop(senders);
        let mut profiles: Vec<(usize, Profile)> = workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("profiling does not panic"))
            .collect();
        profiles.sort_by_key(|(column, _)| *column);
        Ok((
            profiles.into_iter().map(|(_, profile)| profile).collect(),
            rows,
        ))
    })
}

/// Why an answer or a suggestion could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Nothing was asked about this column.
    #[error("nothing was asked about {column:?}; questions are about: {asked}")]
    NotAsked {
        /// The column that was named.
        column: String,
        /// Columns with a question.
        asked: String,
    },
    /// The answer is none of the choices.
    #[error("{answer:?} is no answer about {column:?}; write one of {choices}")]
    NoSuchChoice {
        /// The column.
        column: String,
        /// What was written.
        answer: String,
        /// What could be.
        choices: String,
    },
    /// There is no such suggestion.
    #[error("there is nothing called {id:?} to take; offered are: {offered}")]
    NotOffered {
        /// What was written.
        id: String,
        /// What could be.
        offered: String,
    },
}

/// What taking a suggestion did.
pub type Taken = Result<(), AnswerError>;

impl Study {
    /// The column with this name in the file or in the table.
    pub fn column(&self, name: &str) -> Option<&ColumnStudy> {
        let find = |is: &dyn Fn(&&ColumnStudy) -> bool| self.columns.iter().find(is);
        find(&|column| column.from == name).or_else(|| find(&|column| column.name == name))
    }

    /// Whether it was made with the steps of this recipe that reshape the rows. Where it was not,
    /// the file is to be [studied again](study_with).
    pub fn is_of(&self, recipe: &Recipe) -> bool {
        self.reshape.is_of(recipe)
    }

    /// Everything that was found out, as a recipe that a person can read and change. Columns with
    /// an open question that must be answered carry it as `ask`.
    pub fn draft(&self) -> Recipe {
        let columns = self
            .columns
            .iter()
            .map(|column| {
                let mut written = Column::of(&column.from, &column.name, &column.reading);
                written.ask = self
                    .questions
                    .iter()
                    .filter(|question| question.must && question.column == column.from)
                    .flat_map(|question| question.choices.iter().map(|c| c.answer.clone()))
                    .collect();
                written
            })
            .collect();
        Recipe {
            columns,
            steps: self.reshape.steps().to_vec(),
            ..Recipe::default()
        }
    }

    /// The draft as TOML, with what was noticed, asked and offered as comments.
    pub fn draft_toml(&self) -> String {
        super::order::draft_toml(self)
    }

    /// Writes an answer into a recipe: `column` as the file or the table calls it.
    pub fn answer(&self, recipe: &mut Recipe, column: &str, answer: &str) -> Taken {
        let about = self.questions_about(column);
        let Some(first) = about.first() else {
            let asked: Vec<&str> = self.questions.iter().map(|q| q.name.as_str()).collect();
            return Err(AnswerError::NotAsked {
                column: column.to_owned(),
                asked: asked.join(", "),
            });
        };
        let found = about.iter().find_map(|question| {
            let choice = question.choices.iter().find(|c| c.answer == answer)?;
            Some((*question, choice))
        });
        let Some((question, choice)) = found else {
            let choices: Vec<&str> = about
                .iter()
                .flat_map(|q| q.choices.iter().map(|c| c.answer.as_str()))
                .collect();
            return Err(AnswerError::NoSuchChoice {
                column: column.to_owned(),
                answer: answer.to_owned(),
                choices: choices.join(", "),
            });
        };
        if recipe.column(&first.column).is_none() {
            let study = self
                .column(&first.column)
                .expect("questions are about columns of the file");
            recipe
                .columns
                .push(Column::of(&study.from, &study.name, &study.reading));
        }
        let target = recipe.column_mut(&first.column).expect("it was just added");
        if question.about == About::Missing {
            // Another question may be about the same column: change only what was asked.
            for text in question.choices.iter().flat_map(|c| &c.reading.missing) {
                target.missing.retain(|known| known != text);
            }
            target
                .missing
                .extend(choice.reading.missing.iter().cloned());
        } else {
            let sentinels: Vec<String> = about
                .iter()
                .filter(|other| other.about == About::Missing)
                .flat_map(|other| {
                    other
                        .choices
                        .iter()
                        .flat_map(|c| c.reading.missing.iter().cloned())
                })
                .collect();
            let kept: Vec<String> = std::mem::take(&mut target.missing)
                .into_iter()
                .filter(|text| sentinels.contains(text) && !choice.reading.missing.contains(text))
                .collect();
            target.read_as(&choice.reading);
            target.missing.extend(kept);
        }
        target
            .ask
            .retain(|open| !question.choices.iter().any(|c| c.answer == *open));
        Ok(())
    }

    /// The questions about a column. Its name in the table, which no other has, comes first: it is
    /// what people are told to write.
    fn questions_about(&self, column: &str) -> Vec<&Question> {
        let about = |is: &dyn Fn(&&Question) -> bool| self.questions.iter().filter(is).collect();
        let mut found: Vec<&Question> = about(&|q| q.name == column);
        if found.is_empty() {
            found = about(&|q| q.column == column);
        }
        if found.is_empty() {
            found = about(&|q| name::tidy(&q.column) == name::tidy(column));
        }
        found
    }

    /// Takes everything that is recommended, also where the file does not say it by itself.
    pub fn accept_recommended(&self, recipe: &mut Recipe) {
        for question in &self.questions {
            let answer = &question.choices[question.recommended].answer;
            self.answer(recipe, &question.name, answer)
                .expect("a recommended answer is one of the choices");
        }
    }

    /// Writes an offered change into a recipe. After one that reshapes the rows the file is to be
    /// [studied again](study_with): what its columns are may be another thing.
    pub fn take(&self, recipe: &mut Recipe, id: &str) -> Taken {
        let Some(suggestion) = self.suggestions.iter().find(|s| s.id == id) else {
            let offered: Vec<&str> = self.suggestions.iter().map(|s| s.id.as_str()).collect();
            return Err(AnswerError::NotOffered {
                id: id.to_owned(),
                offered: offered.join(", "),
            });
        };
        for column in &suggestion.columns {
            match recipe.column_mut(&column.from) {
                Some(known) => known.read_as(&column.reading()),
                None => recipe.columns.push(column.clone()),
            }
        }
        for step in &suggestion.steps {
            if !recipe.steps.contains(step) {
                recipe.steps.push(step.clone());
            }
        }
        recipe.steps.sort_by_key(super::order::of);
        Ok(())
    }
}
