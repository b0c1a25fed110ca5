// SPDX-License-Identifier: AGPL-3.0-or-later

//! The rows of a file: typed and looked at while they are staged, or without keeping any.

use std::sync::{Arc, Mutex, PoisonError};

use panot_core::Language;
use panot_lake::{FileRef, RowSource};
use screen::{Column, Scan, is_of_single_people};
use tabular::import::{Plan, Report, TypedRows};
use tabular::recipe::Step;
use tabular::source::ReadOptions;
use tokio_util::sync::CancellationToken;

use super::intake::{Intake, Prepared, Tell, stopped};
use super::outcome::ImportError;
use super::request::{Event, Stage};
use crate::gate::{Screened, Screener, Way};

/// Mends the recipe, so that nobody is alone in the table: in this way, by what the screen finds in the
/// rows. A recipe of rows in which nobody is alone stays as it is.
pub(super) async fn mend(
    prepared: &mut Prepared,
    way: Way,
    language: Language,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(), ImportError> {
    // What an earlier recipe did to the rows is decided anew.
    prepared.recipe.steps.retain(|step| !step.is_of_all_rows());
    prepared.plan = prepared.study.plan(&prepared.recipe);
    let (_, screened) = look(prepared, tell, stop).await?;
    let Some(people) = &screened.people else {
        return Ok(());
    };
    let mending = way.step(people, language);
    let schema = prepared.plan()?.schema();
    let stays = |column: &String| match &mending {
        Step::Protect(protect) => !protect.without.contains(column),
        Step::Count(count) => count.by.contains(column),
        _ => schema.column_with_name(column).is_some(),
    };
    // Rows are no longer told apart by columns some of which are gone.
    if !prepared.recipe.key.iter().all(stays) {
        prepared.recipe.key.clear();
    }
    prepared.recipe.sort.retain(stays);
    if let Step::Protect(protect) = &mending {
        // The order of the file may tell what the columns no longer do.
        prepared.recipe.sort.clone_from(&protect.apart);
    }
    prepared.recipe.steps.push(mending);
    prepared.plan = prepared.study.plan(&prepared.recipe);
    Ok(())
}

/// The plan, with what must be known of all rows before the first is typed.
async fn foreseen(
    prepared: &Prepared,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<Plan, ImportError> {
    let mut plan = prepared.plan()?.clone();
    let (source, table) = (Arc::clone(&prepared.opened.source), prepared.opened.table);
    let (tell, stop, total) = (tell.clone(), stop.clone(), Some(prepared.study.rows));
    let read = tokio::task::spawn_blocking(move || {
        let mut tick = |rows| {
            tell(Event {
                stage: Stage::Counting,
                done: rows,
                total,
                rows,
            });
            !stop.is_cancelled()
        };
        let open = || source.read(table, &ReadOptions::default());
        plan.foresee(&open, &mut tick).map(|()| plan)
    });
    let read = read
        .await
        .map_err(|error| panot_lake::Error::Engine(Box::new(error)))?;
    read.map_err(stopped)
}

/// Types the rows and writes them into the staging lake, sorted as the recipe says.
pub(super) async fn write(
    intake: &Intake,
    prepared: &Prepared,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Vec<FileRef>, Report, Screened), ImportError> {
    let plan = foreseen(prepared, tell, stop).await?;
    let opened = &prepared.opened;
    let reader = opened.source.read(opened.table, &ReadOptions::default())?;
    let report = Arc::new(Mutex::new(None));
    let rows: RowSource = Box::new(Reported {
        rows: plan.read(reader),
        stop: stop.clone(),
        screener: Some(Screener::new(&plan.schema())),
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
    let (report, screened) = report.expect("staging reads its rows to their end");
    if report.refused.is_some() {
        intake.staging.destroy(&table, &files, None).await?;
        return Err(ImportError::Refused(Box::new(report)));
    }
    Ok((files, hushed(report, &plan), screened))
}

/// The report without what it quotes of people: it is public, and what did not fit a column was not
/// looked at with its rows. Of a table about people nothing is quoted.
fn hushed(mut report: Report, plan: &Plan) -> Report {
    let schema = plan.schema();
    let columns: Vec<Column> = schema
        .fields()
        .iter()
        .map(|field| Column::of(field.name()))
        .collect();
    let of_people = is_of_single_people(&columns);
    let cover = |text: &mut String| {
        if of_people || points_at_people(text) {
            "***".clone_into(text);
        }
    };
    let cells = report.columns.iter_mut().flat_map(|one| &mut one.examples);
    cells.map(|cell| &mut cell.text).for_each(cover);
    let rows = report.left_out.rows.iter_mut();
    rows.map(|row| &mut row.text).for_each(cover);
    report
}

fn points_at_people(text: &str) -> bool {
    let mut scan = Scan::new(&[Column::of("")]);
    scan.cell(0, 1, text);
    !scan.finish().is_empty()
}

/// Types the rows and looks at them, and keeps none.
pub(super) async fn look(
    prepared: &Prepared,
    tell: &Tell,
    stop: &CancellationToken,
) -> Result<(Report, Screened), ImportError> {
    let plan = foreseen(prepared, tell, stop).await?;
    let opened = &prepared.opened;
    let reader = opened.source.read(opened.table, &ReadOptions::default())?;
    let report = Arc::new(Mutex::new(None));
    let mut rows = Reported {
        rows: plan.read(reader),
        stop: stop.clone(),
        screener: Some(Screener::new(&plan.schema())),
        report: report.clone(),
    };
    let (total, told) = (Some(prepared.study.rows), tell.clone());
    let read = tokio::task::spawn_blocking(move || {
        let mut done = 0;
        while let Some(batch) = rows.next().transpose()? {
            done += u64::try_from(batch.num_rows()).unwrap_or(0);
            told(Event {
                stage: Stage::Writing,
                done,
                total,
                rows: done,
            });
        }
        Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
    });
    let read = read
        .await
        .map_err(|error| panot_lake::Error::Engine(Box::new(error)))?;
    if stop.is_cancelled() {
        return Err(ImportError::Stopped);
    }
    read.map_err(panot_lake::Error::Source)?;
    let found = report.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (report, screened) = found.expect("the rows were read to their end");
    if report.refused.is_some() {
        return Err(ImportError::Refused(Box::new(report)));
    }
    Ok((report, screened))
}

/// Rows that are looked at while they go by, leave their report behind when they are read to the end,
/// and end early when the import is told to stop.
struct Reported {
    rows: TypedRows,
    stop: CancellationToken,
    /// Nothing when the rows have come to their end.
    screener: Option<Screener>,
    report: Arc<Mutex<Option<(Report, Screened)>>>,
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
        match (&next, &mut self.screener) {
            (Some(Ok(batch)), Some(screener)) => screener.see(batch),
            (None, screener) => {
                if let Some(screener) = screener.take() {
                    let report = (self.rows.report().clone(), screener.finish());
                    *self.report.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
                }
            }
            _ => {}
        }
        next.map(|batch| batch.map_err(Into::into))
    }
}
