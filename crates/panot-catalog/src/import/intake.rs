// SPDX-License-Identifier: AGPL-3.0-or-later

//! The steps from a file to a staged import.
//!
//! ```text
//! open → choose the table → study → recipe (answers, suggestions) → plan → keep → write → row
//! └──────────────── nothing is kept: may be repeated at will ────┘   └─ undone on failure ─┘
//! ```

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use panot_core::{Name, Random};
use panot_lake::{FileRef, Lake, Originals, RowSource};
use tabular::ReadError;
use tabular::import::{
    Drift, Options, Plan, PlanError, Question, Report, Study, Suggestion, TypedRows,
};
use tabular::recipe::{Column, LeaveOut, Recipe, Step};
use tabular::source::{Limits, ReadOptions, Source};
use tokio_util::sync::CancellationToken;

use super::dataset_file::DatasetFile;
use super::outcome::{ImportError, Studied};
use super::remarks::{self, Used};
use super::request::{Event, Found, Request, Sidecar, Stage};
use crate::version::Version;

/// Where files come in.
#[derive(Debug, Clone)]
pub struct Intake {
    /// Tables that wait for publication; never served.
    pub staging: Lake,
    /// Files as they came.
    pub originals: Originals,
    /// The largest files, widest tables and longest cells that are taken.
    pub limits: Limits,
    /// What is known before a file is read: where the city lies, its time zone, how many cells may
    /// fail to fit.
    pub options: Options,
    /// Where the ids of imports come from.
    pub random: Random,
}

/// How often a file is looked at again because what was taken changed its columns.
const RESHAPED_MAX: usize = 4;

/// What an import tells while it works.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// A file that was opened, the table that is meant, and what it is called.
pub(super) struct Opened {
    pub(super) name: Name,
    pub(super) dataset: Option<DatasetFile>,
    source: Arc<Source>,
    table: usize,
}

/// A file that was read once, whole: everything that needs no decision any more.
pub(super) struct Prepared {
    pub(super) opened: Opened,
    pub(super) study: Study,
    pub(super) recipe: Recipe,
    pub(super) used: Vec<Used>,
    drift: Option<Drift>,
    plan: Result<Plan, PlanError>,
}

/// What a file is called, before it is opened, and what is said about it.
pub(super) struct Named {
    pub(super) name: Name,
    pub(super) dataset: Option<DatasetFile>,
    /// The dataset that the folder's file is about, where it is another one.
    pub(super) of_another: Option<Name>,
    /// Whether nothing but the folder's file says which dataset it is.
    pub(super) by_folder: bool,
}

/// Reads the dataset file, and decides whether it is about this dataset: one that holds for a whole
/// folder is not where its `id` is another than the one that was asked for.
pub(super) fn named(request: &Request) -> Result<Named, ImportError> {
    let dataset = request
        .dataset
        .as_ref()
        .map(read_dataset_file)
        .transpose()?;
    let name = name_of(request, dataset.as_ref())?;
    let of_folder = |file: &Sidecar| file.found == Found::OfFolder;
    let id = dataset.as_ref().and_then(|file| file.id.clone());
    let of_another = id
        .clone()
        .filter(|id| *id != name)
        .filter(|_| request.dataset.as_ref().is_some_and(of_folder));
    let by_folder = request.id.is_none() && id.is_some();
    Ok(Named {
        by_folder: by_folder && request.dataset.as_ref().is_some_and(of_folder),
        name,
        dataset: dataset.filter(|_| of_another.is_none()),
        of_another,
    })
}

/// Opens the file, reads all of it once and decides what can be decided. Blocks.
pub(super) fn study(
    intake: &Intake,
    request: &Request,
    named: Named,
    previous: Option<&Version>,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<Prepared, ImportError> {
    let earlier = previous.map(|version| version.content.recipe.as_str());
    // What the folder says of another dataset is not said of this one, its recipe neither.
    let of_another = |file: &&Sidecar| named.of_another.is_some() && file.found == Found::OfFolder;
    let given = request.recipe.as_ref().filter(|file| !of_another(file));
    let mut recipe = read_recipe(given, earlier)?;
    // The share is kept with the version, so that a later file is held against the same.
    recipe.refuse_above = recipe.refuse_above.or(intake.options.refuse_above);
    if request.table.is_some() {
        recipe.table.clone_from(&request.table);
    }
    let source = Source::open(&request.file, &intake.limits)?;
    let table = choose(&source, recipe.table.as_deref())?;
    let used = remarks::used(request, &named, previous);
    let opened = Opened {
        name: named.name,
        dataset: named.dataset,
        source: Arc::new(source),
        table,
    };
    let total = Some(opened.source.bytes());
    let mut tick = |rows, done| {
        tell(Event {
            stage: Stage::Studying,
            done,
            total,
            rows,
        });
        !stop.is_cancelled()
    };
    let read = || opened.source.read(opened.table, &ReadOptions::default());
    let mut look = |recipe: &Recipe| {
        tabular::import::study_with(&read, &intake.options, recipe, &mut tick).map_err(stopped)
    };
    let mut study = look(&recipe)?;
    let mut wanted = request.take.clone();
    // What is taken changes what the columns are, and may uncover more: lists within objects.
    for _ in 0..RESHAPED_MAX {
        // A recipe that somebody wrote is carried out as it stands. That of the version before left out
        // a row of sums, and this file's may only be called otherwise.
        let unasked = match (given, previous) {
            (Some(_), _) => Unasked::Nothing,
            (None, Some(_)) => Unasked::Again,
            (None, None) => Unasked::WhatIsSure,
        };
        if !take_reshaping(&study, &mut recipe, &mut wanted, unasked)? {
            break;
        }
        study = look(&recipe)?;
    }

    let mut drift = None;
    if previous.is_some() && given.is_none() {
        drift = Some(tabular::import::drift(&recipe, &[], &study)).filter(|d| !d.is_empty());
    }
    if let (Some(found), true) = (&drift, request.accept_drift) {
        recipe = found.accept(&recipe, &study);
        drift = None;
        if recipe.steps.iter().any(Step::reshapes) {
            // Its steps may name columns that are only now known under their new name.
            study = look(&recipe)?;
        }
    }
    for (column, answer) in &request.answers {
        study.answer(&mut recipe, column, answer)?;
    }
    take(&study, &mut recipe, &wanted)?;
    let plan = study.plan(&recipe);
    Ok(Prepared {
        opened,
        study,
        recipe,
        used,
        drift,
        plan,
    })
}

impl Prepared {
    /// What was found out, for somebody who only wants to look.
    pub(super) fn studied(self) -> Result<Studied, ImportError> {
        let source = &self.opened.source;
        let kind = source.kind();
        let facts = source.facts(self.opened.table, &ReadOptions::default())?;
        let (recipe, draft) = (self.whole_recipe().to_toml(), self.study.draft_toml());
        let (unknown, questions, suggestions) = (self.unknown(), self.open(), self.offered());
        Ok(Studied {
            kind,
            facts,
            recipe,
            draft,
            study: Study {
                questions,
                suggestions,
                ..self.study
            },
            drift: self.drift,
            used: self.used,
            unknown,
        })
    }

    /// The plan, or why there is none: columns that drifted first, then open questions.
    pub(super) fn plan(&self) -> Result<&Plan, ImportError> {
        if let Some(drift) = &self.drift {
            return Err(ImportError::Drift(Box::new(drift.clone())));
        }
        match &self.plan {
            Ok(plan) => Ok(plan),
            Err(PlanError::Unanswered(open)) => Err(ImportError::Open {
                questions: self.questions_about(open.iter().map(|(column, _)| column.as_str())),
                suggestions: self.offered(),
                serious: self.serious(),
            }),
            Err(error) => Err(ImportError::Plan(error.clone())),
        }
    }

    /// The recipe with a line for every column, so that the next file is read the same way even
    /// where this one was plain.
    pub(super) fn whole_recipe(&self) -> Recipe {
        let mut recipe = self.recipe.clone();
        let said = std::mem::take(&mut recipe.columns);
        let draft = self.study.draft().columns;
        // In the order of the file, which a later file is compared with.
        for column in &draft {
            let known = self.recipe.column(&column.from).unwrap_or(column);
            recipe.columns.push(known.clone());
        }
        let elsewhere = said
            .into_iter()
            .filter(|column| recipe.column(&column.from).is_none());
        let elsewhere: Vec<_> = elsewhere.collect();
        recipe.columns.extend(elsewhere);
        recipe
    }

    /// What is offered and was neither taken nor stands in the recipe in another form.
    pub(super) fn offered(&self) -> Vec<Suggestion> {
        let read_so = |wanted: &Column| {
            let mut words = wanted.missing.iter().filter(|text| !text.is_empty());
            let known = self.recipe.column(&wanted.from);
            known.is_some_and(|column| words.all(|text| column.missing.contains(text)))
        };
        let done = |offer: &Suggestion| {
            if offer.steps.is_empty() {
                // Such an offer takes more words for missing.
                return offer.columns.iter().all(read_so);
            }
            !offer.steps.iter().any(Step::reshapes)
                && offer.steps.iter().all(|step| {
                    self.recipe
                        .steps
                        .iter()
                        .any(|done| does_the_same(step, done))
                })
        };
        self.study
            .suggestions
            .iter()
            .filter(|offer| !done(offer))
            .cloned()
            .collect()
    }

    /// Questions that need no answer and got none: what the evidence speaks for holds.
    pub(super) fn assumed(&self) -> Vec<Question> {
        let said =
            |question: &&Question| !question.must && self.recipe.column(&question.column).is_none();
        self.study.questions.iter().filter(said).cloned().collect()
    }

    fn questions_about<'a>(&self, columns: impl Iterator<Item = &'a str>) -> Vec<Question> {
        let columns: Vec<&str> = columns.collect();
        let asked =
            |question: &&Question| question.must && columns.contains(&question.column.as_str());
        self.study.questions.iter().filter(asked).cloned().collect()
    }
}

/// Types the rows and writes them into the staging lake, sorted as the recipe says.
pub(super) async fn write(
    intake: &Intake,
    prepared: &Prepared,
    plan: &Plan,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Vec<FileRef>, Report), ImportError> {
    let opened = &prepared.opened;
    let reader = opened.source.read(opened.table, &ReadOptions::default())?;
    let report = Arc::new(Mutex::new(None));
    let rows: RowSource = Box::new(Reported {
        rows: plan.read(reader),
        stop: stop.clone(),
        report: report.clone(),
    });
    let total = Some(prepared.study.rows);
    let told = tell.clone();
    let progress = Arc::new(move |rows| {
        told(Event {
            stage: Stage::Writing,
            done: rows,
            total,
            rows,
        });
    });
    let table = crate::dataset::table(&opened.name);
    let recipe = &prepared.recipe;
    let sort = if recipe.sort.is_empty() {
        &recipe.key
    } else {
        &recipe.sort
    };
    let files = intake
        .staging
        .stage(&table, plan.schema(), rows, sort, progress)
        .await;
    if stop.is_cancelled() {
        if let Ok(files) = &files {
            intake.staging.destroy(&table, files, None).await?;
        }
        return Err(ImportError::Stopped);
    }
    let files = files?;
    let report = report.lock().unwrap_or_else(PoisonError::into_inner).take();
    let report: Report = report.expect("staging reads its rows to their end");
    if report.refused.is_some() {
        intake.staging.destroy(&table, &files, None).await?;
        return Err(ImportError::Refused(Box::new(report)));
    }
    Ok((files, report))
}

/// Rows that leave their report behind when they are read to the end, and end early when the import
/// is told to stop.
struct Reported {
    rows: TypedRows,
    stop: CancellationToken,
    report: Arc<Mutex<Option<Report>>>,
}

impl Iterator for Reported {
    type Item = Result<arrow_array::RecordBatch, Box<dyn std::error::Error + Send + Sync>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.stop.is_cancelled() {
            return Some(Err(Box::new(std::io::Error::from(
                std::io::ErrorKind::Interrupted,
            ))));
        }
        let next = self.rows.next();
        if next.is_none() {
            *self.report.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(self.rows.report().clone());
        }
        next.map(|batch| batch.map_err(Into::into))
    }
}

/// The table that was named, or the only one.
fn choose(source: &Source, named: Option<&str>) -> Result<usize, ImportError> {
    let tables = source.tables();
    let all = || tables.iter().map(|table| table.name.clone()).collect();
    match named {
        Some(name) => tables
            .iter()
            .position(|table| table.name == name)
            .ok_or_else(|| ImportError::WhichTable(all())),
        None if tables.len() == 1 => Ok(0),
        // Sheets that hold nothing are not worth a question.
        None => {
            let mut filled = (0..tables.len()).filter(|&at| tables[at].rows != Some(0));
            match (filled.next(), filled.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(ImportError::WhichTable(all())),
            }
        }
    }
}

fn read_dataset_file(file: &Sidecar) -> Result<DatasetFile, ImportError> {
    DatasetFile::parse(&file.text).map_err(|error| ImportError::dataset_file(&file.place, &error))
}

/// Whether two steps do the same work, on the same columns where a table may have several such.
fn does_the_same(offered: &Step, done: &Step) -> bool {
    match (offered, done) {
        (Step::Swap(a), Step::Swap(b)) => a.x == b.x && a.y == b.y,
        (Step::Rebuild(a), Step::Rebuild(b)) => a.longitude == b.longitude,
        (Step::Split(a), Step::Split(b)) => a.column == b.column,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// The recipe that was given, or that of the version before, or an empty one.
fn read_recipe(given: Option<&Sidecar>, earlier: Option<&str>) -> Result<Recipe, ImportError> {
    let (place, text) = match (given, earlier) {
        (Some(file), _) => (file.place.as_str(), file.text.as_str()),
        (None, Some(text)) => ("the recipe of the version before", text),
        (None, None) => return Ok(Recipe::default()),
    };
    Recipe::parse(text).map_err(|error| ImportError::Sidecar {
        place: format!("{place}:{}", error.line),
        why: error.why,
    })
}

/// What may be taken without asking, where its evidence is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unasked {
    Nothing,
    /// What leaves out rows by the word of a column by which the recipe left some out before.
    Again,
    WhatIsSure,
}

impl Unasked {
    fn takes(self, offer: &Suggestion, recipe: &Recipe) -> bool {
        let column = |step: &Step| match step {
            Step::LeaveOut(LeaveOut::Where(rows)) => Some(rows.column.clone()),
            _ => None,
        };
        let known: Vec<String> = recipe.steps.iter().filter_map(column).collect();
        let mut columns = offer.steps.iter().filter_map(column);
        match self {
            Self::Nothing => false,
            Self::Again => columns.any(|column| known.contains(&column)),
            Self::WhatIsSure => true,
        }
    }
}

/// Takes what is offered for the rows before their columns are typed: what is wanted, and what the
/// evidence is exact for, where that may be taken unasked. True when something was taken.
fn take_reshaping(
    study: &Study,
    recipe: &mut Recipe,
    wanted: &mut Vec<String>,
    unasked: Unasked,
) -> Result<bool, ImportError> {
    let all = wanted.iter().any(|id| id == "all");
    let mut taken = false;
    for offer in &study.suggestions {
        if !offer.steps.iter().any(Step::reshapes) {
            continue;
        }
        let meant = all && !offer.by_name_only() || wanted.contains(&offer.id);
        if meant || offer.sure && unasked.takes(offer, recipe) {
            study.take(recipe, &offer.id)?;
            wanted.retain(|id| *id != offer.id);
            taken = true;
        }
    }
    Ok(taken)
}

fn take(study: &Study, recipe: &mut Recipe, wanted: &[String]) -> Result<(), ImportError> {
    for id in wanted {
        if id == "all" {
            for suggestion in &study.suggestions {
                if suggestion.steps.iter().any(Step::reshapes) {
                    continue;
                }
                study.take(recipe, &suggestion.id)?;
            }
        } else {
            study.take(recipe, id)?;
        }
    }
    Ok(())
}

/// The dataset's name: as asked for, as the dataset file says, or made from the file's own name.
fn name_of(request: &Request, dataset: Option<&DatasetFile>) -> Result<Name, ImportError> {
    if let Some(id) = &request.id {
        return id
            .parse()
            .map_err(|error: panot_core::InvalidName| ImportError::Name(error.to_string()));
    }
    if let Some(id) = dataset.and_then(|file| file.id.clone()) {
        return Ok(id);
    }
    let stem = Path::new(request.file.file_name().unwrap_or_default());
    let stem = stem.file_stem().unwrap_or_default().to_string_lossy();
    Name::slug(&stem)
        .ok_or_else(|| ImportError::Name(format!("no address can be made from {stem:?}")))
}

fn stopped(error: ReadError) -> ImportError {
    match error {
        ReadError::Io(error) if error.kind() == std::io::ErrorKind::Interrupted => {
            ImportError::Stopped
        }
        error => ImportError::Read(error),
    }
}

/// What tells that a file is as it was: its length and when it was last written.
pub(super) fn stamp(file: &Path) -> Result<(u64, Option<std::time::SystemTime>), ImportError> {
    let meta = std::fs::metadata(file).map_err(ReadError::Io)?;
    Ok((meta.len(), meta.modified().ok()))
}

/// The file's own name, for people.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
