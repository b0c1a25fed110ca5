// SPDX-License-Identifier: AGPL-3.0-or-later

//! The second reading of a file: from a recipe that leaves nothing open to batches.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};

use super::all_rows::{self, Counting, Fault, Known};
use super::build::Input;
use super::report::{ColumnReport, LeftOut, Over, Report};
use super::reshape::{Leaving, Reshape};
use super::steps::{self, Table};
use super::study::Study;
use crate::recipe::{Column, Count, Protect, REFUSE_ABOVE, Recipe, Step, Type};
use crate::typer::name;
use crate::{Cells, ReadCells, ReadError};

/// Why a recipe cannot be carried out on a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Questions that must be answered first.
    #[error("{}", unanswered(.0))]
    Unanswered(Vec<(String, Vec<String>)>),
    /// Columns of the recipe that the file does not have.
    #[error("the file has no column {}; compare the two, or drop it from the recipe", quoted(.0))]
    NoSuchColumn(Vec<String>),
    /// Columns that the recipe drops, masks or coarsens and that the file does not have: what was to be
    /// kept back may stand under another name.
    #[error("the recipe keeps back the column {}, which the file does not have; see under which name it \
             stands now, and write that, or take it out of the recipe", quoted(.0))]
    NothingKeptBack(Vec<String>),
    /// More rows are none of the table than the recipe allows.
    #[error("{0}")]
    LeavesOutMore(Over),
    /// Two columns of the table would have the same name.
    #[error("two columns of the table would be called {0:?}; give one of them another `name`")]
    SameName(String),
    /// A column cannot be read as the recipe says.
    #[error("column {column:?}: {why}")]
    Column {
        /// The column, as the file calls it.
        column: String,
        /// What is wrong and how to mend it.
        why: String,
    },
    /// A step cannot be done.
    #[error("step {number}: {why}")]
    Step {
        /// Counted from 1.
        number: usize,
        /// What is wrong and how to mend it.
        why: String,
    },
    /// `key` or `sort` name a column that the table does not have.
    #[error("`{list}` names {column:?}, which is no column of the table")]
    NoSuchKey {
        /// `key` or `sort`.
        list: &'static str,
        /// What it names.
        column: String,
    },
}

fn unanswered(open: &[(String, Vec<String>)]) -> String {
    let lines: Vec<String> = open
        .iter()
        .map(|(column, answers)| format!("{column:?} is one of: {}", answers.join(", ")))
        .collect();
    format!(
        "{} columns can be read in several ways; answer with --answer column=answer or in the recipe: {}",
        open.len(),
        lines.join("; ")
    )
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    names.join(", ")
}

/// From how alike two names are one may stand for the other by mistake.
const NEAR: f64 = 0.4;

/// What is to be done with a file, with nothing left open.
#[derive(Debug, Clone)]
pub struct Plan {
    reshape: Reshape,
    inputs: Vec<Input>,
    steps: Vec<Step>,
    /// The columns before the last step, where that must know all rows.
    typed: SchemaRef,
    schema: SchemaRef,
    last: Option<Last>,
    refuse_above: f64,
}

/// The step that must know all rows.
#[derive(Debug, Clone)]
enum Last {
    /// Nothing is known before [`Plan::foresee`].
    Protect(Protect, Counting, Option<Arc<Known>>),
    Count(Count, Counting),
}

impl Last {
    fn of(step: &Step, typed: &Schema) -> Result<Self, Fault> {
        let counting = Counting::new(step, typed)?;
        match step {
            Step::Protect(step) => Ok(Self::Protect(step.clone(), counting, None)),
            Step::Count(step) => Ok(Self::Count(step.clone(), counting)),
            _ => Err(Fault("this step need not know all rows".to_owned())),
        }
    }
}

impl Study {
    /// Makes sure that the recipe fits the file and leaves nothing open.
    pub fn plan(&self, recipe: &Recipe) -> Result<Plan, PlanError> {
        self.check_reshaping(recipe)?;
        let known: BTreeSet<String> = self.columns.iter().map(|c| name::tidy(&c.from)).collect();
        let absent: Vec<&Column> = recipe
            .columns
            .iter()
            .filter(|c| !known.contains(&name::tidy(&c.from)))
            .collect();
        let names = |columns: &[&Column]| columns.iter().map(|c| c.from.clone()).collect();
        let kept_back: Vec<&Column> = absent.iter().copied().filter(|c| c.keeps_back()).collect();
        if !kept_back.is_empty() {
            return Err(PlanError::NothingKeptBack(names(&kept_back)));
        }
        if !absent.is_empty() {
            return Err(PlanError::NoSuchColumn(names(&absent)));
        }
        if let Some(over) = &self.over {
            return Err(PlanError::LeavesOutMore(over.clone()));
        }
        self.check_answers(recipe)?;
        let step = |(number, why)| PlanError::Step { number, why };
        let of_people = recipe.steps.iter().any(Step::is_of_all_rows);
        let mut inputs = Vec::new();
        let mut names = BTreeSet::new();
        for (at, study) in self.columns.iter().enumerate() {
            let mut column = match recipe.column(&study.from) {
                Some(column) => column.clone(),
                None => Column::of(&study.from, &study.name, &study.reading),
            };
            if column.drop {
                continue;
            }
            column.from.clone_from(&study.from);
            if column.name.is_empty() {
                column.name.clone_from(&study.name);
            }
            if column.digits.is_none() {
                column.digits = study.reading.digits;
            }
            let exact = matches!(
                column.kind,
                Type::Decimal | Type::Longitude | Type::Latitude
            );
            if exact && column.digits.is_none() && column.mask.is_none() {
                return Err(PlanError::Column {
                    column: study.from.clone(),
                    why: "say how many digits in all and behind the mark, as digits = [18, 2]"
                        .to_owned(),
                });
            }
            if !names.insert(column.name.clone()) {
                return Err(PlanError::SameName(column.name));
            }
            let mut input = Input::new(at, column).map_err(|why| PlanError::Column {
                column: study.from.clone(),
                why,
            })?;
            input.discreet |= of_people;
            inputs.push(input);
        }
        let last = all_rows::of(&recipe.steps).map_err(step)?;
        let mut plan = Plan {
            inputs,
            reshape: self.reshape.clone(),
            steps: recipe.steps.clone(),
            schema: Arc::new(Schema::empty()),
            typed: Arc::new(Schema::empty()),
            last: None,
            refuse_above: recipe.refuse_above.unwrap_or(REFUSE_ABOVE),
        };
        let empty = plan.typed(&Cells::new(self.columns.len()), &mut plan.reports());
        plan.typed = steps::run(&plan.steps, empty, &mut Vec::new())
            .map_err(step)?
            .schema();
        plan.schema = Arc::clone(&plan.typed);
        if let Some((number, last)) = last {
            plan.schema = all_rows::schema(last, &plan.typed).map_err(|why| step((number, why)))?;
            plan.last = Some(Last::of(last, &plan.typed).map_err(|why| step((number, why.0)))?);
        }
        for (list, columns) in [("key", &recipe.key), ("sort", &recipe.sort)] {
            for column in columns {
                if plan.schema.column_with_name(column).is_none() {
                    return Err(PlanError::NoSuchKey {
                        list,
                        column: column.clone(),
                    });
                }
            }
        }
        Ok(plan)
    }

    fn check_reshaping(&self, recipe: &Recipe) -> Result<(), PlanError> {
        if !self.is_of(recipe) {
            let first = recipe.steps.iter().position(Step::reshapes);
            return Err(PlanError::Step {
                number: first.map_or(1, |at| at + 1),
                why: "the file was studied with other steps that reshape its rows; study it again with this recipe"
                    .to_owned(),
            });
        }
        match self.reshape.undone() {
            None => Ok(()),
            Some((number, why)) => Err(PlanError::Step {
                number: *number,
                why: why.clone(),
            }),
        }
    }

    fn check_answers(&self, recipe: &Recipe) -> Result<(), PlanError> {
        let mut open: Vec<(String, Vec<String>)> = recipe
            .columns
            .iter()
            .filter(|column| !column.drop && !column.ask.is_empty())
            .map(|column| (column.from.clone(), column.ask.clone()))
            .collect();
        for question in self.questions.iter().filter(|q| q.must) {
            if recipe.column(&question.column).is_none() {
                let answers = question.choices.iter().map(|c| c.answer.clone()).collect();
                open.push((question.column.clone(), answers));
            }
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(PlanError::Unanswered(open))
        }
    }
}

impl Plan {
    /// The columns of the table.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// The columns of the table whose names are most like this one, the nearest first: at most three.
    /// What the file calls a column counts as much as what the table calls it.
    pub fn nearest(&self, to: &str) -> Vec<String> {
        let alike = |column: &str| {
            let in_file = self.inputs.iter().find(|input| input.column.name == column);
            let from = in_file.map_or(0.0, |input| name::alike(to, &input.column.from));
            name::alike(to, column).max(from)
        };
        let fields = self.schema.fields().iter();
        let mut near: Vec<(f64, &String)> = fields
            .map(|field| (alike(field.name()), field.name()))
            .filter(|(alike, _)| *alike >= NEAR)
            .collect();
        near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        near.into_iter()
            .take(3)
            .map(|(_, name)| name.clone())
            .collect()
    }

    /// Reads the file once where the recipe protects rows, to learn how many say the same; does
    /// nothing where it does not. `tick` is told of the rows so far, and ends the reading with
    /// `false`, which is an interrupted [`ReadError::Io`].
    pub fn foresee(
        &mut self,
        open: &dyn Fn() -> Result<Box<dyn ReadCells>, ReadError>,
        tick: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(), ReadError> {
        let Some(Last::Protect(step, counting, None)) = self.last.clone() else {
            return Ok(());
        };
        let before = Self {
            schema: Arc::clone(&self.typed),
            last: None,
            ..self.clone()
        };
        let mut counting = counting;
        let mut rows = before.read(open()?);
        while let Some(batch) = rows.next() {
            counting.see(&batch?).map_err(|why| rows.fault(&why))?;
            if !tick(rows.report.rows_out) {
                return Err(ReadError::Io(std::io::ErrorKind::Interrupted.into()));
            }
        }
        let known = Arc::new(counting.clone().known(&step));
        self.last = Some(Last::Protect(step, counting, Some(known)));
        Ok(())
    }

    /// Reads the file from its beginning and builds the table, a batch per block. Where the recipe
    /// protects rows, [`foresee`](Self::foresee) comes first.
    pub fn read(&self, reader: Box<dyn ReadCells>) -> TypedRows {
        TypedRows {
            blocks: Some(ahead(self.reshape.wrap(reader))),
            report: Report {
                columns: self.reports(),
                ..Report::default()
            },
            last: self.last.clone(),
            plan: self.clone(),
        }
    }

    fn reports(&self) -> Vec<ColumnReport> {
        self.inputs
            .iter()
            .map(|input| ColumnReport::of(&input.column.from, &input.column.name))
            .collect()
    }

    fn typed(&self, cells: &Cells, reports: &mut [ColumnReport]) -> Table {
        let columns = self
            .inputs
            .iter()
            .zip(reports)
            .map(|(input, report)| (input.field.clone(), input.build(cells, report)))
            .collect();
        Table {
            columns,
            lines: (0..cells.rows()).map(|row| cells.line(row)).collect(),
        }
    }
}

/// What the reading thread hands over.
enum Ahead {
    Block(Cells),
    Failed(ReadError),
    End {
        irregular: Vec<(u64, usize)>,
        left_out: LeftOut,
    },
}

/// Reads on in a thread of its own, at most two blocks ahead. It ends when nobody listens.
fn ahead(mut reader: Leaving) -> Receiver<Ahead> {
    let (sender, receiver) = sync_channel(2);
    thread::spawn(move || {
        loop {
            let next = match reader.next_block() {
                Ok(Some(block)) => Ahead::Block(block),
                Ok(None) => Ahead::End {
                    irregular: reader.irregular().to_vec(),
                    left_out: reader.left_out().clone(),
                },
                Err(error) => Ahead::Failed(error),
            };
            let last = !matches!(next, Ahead::Block(_));
            if sender.send(next).is_err() || last {
                return;
            }
        }
    });
    receiver
}

/// The batches of a table, and the report that grows with them.
///
/// The report is whole when the iterator has ended; only then is [`Report::refused`] decided.
pub struct TypedRows {
    plan: Plan,
    blocks: Option<Receiver<Ahead>>,
    /// What must know all rows, until it is done.
    last: Option<Last>,
    report: Report,
}

impl TypedRows {
    /// The columns of the table.
    pub fn schema(&self) -> SchemaRef {
        self.plan.schema()
    }

    /// What became of the cells so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What became of the cells.
    pub fn into_report(self) -> Report {
        self.report
    }

    fn build(&mut self, cells: &Cells) -> Result<RecordBatch, ReadError> {
        self.report.rows += u64::try_from(cells.rows()).unwrap_or(0);
        let inputs = self.plan.inputs.len();
        let table = self.plan.typed(cells, &mut self.report.columns[..inputs]);
        let mut computed = self.report.columns.split_off(inputs);
        let table = steps::run(&self.plan.steps, table, &mut computed);
        if self.plan.last.is_some() {
            // What a step could not compute would tell what the last takes away.
            computed.iter_mut().for_each(ColumnReport::hush);
        }
        self.report.columns.append(&mut computed);
        let first_line = if cells.rows() == 0 { 1 } else { cells.line(0) };
        let table = table.map_err(|(number, why)| {
            ReadError::damaged(first_line, format!("step {number}: {why}"))
        })?;
        let batch = table
            .batch(&self.plan.typed)
            .map_err(|error| ReadError::damaged(first_line, error.to_string()))?;
        let batch = self.last_of(batch)?;
        self.report.rows_out += u64::try_from(batch.num_rows()).unwrap_or(0);
        Ok(batch)
    }

    /// What comes of a batch through the step that must know all rows: nothing while they are counted.
    fn last_of(&mut self, batch: RecordBatch) -> Result<RecordBatch, ReadError> {
        let done = match &mut self.last {
            None => return Ok(batch),
            Some(Last::Protect(_, _, None)) => Err(Fault(
                "the rows were not counted before they are protected".to_owned(),
            )),
            Some(Last::Protect(step, _, Some(known))) => {
                known.protect(step, &batch, &self.plan.schema, &mut self.report.columns)
            }
            Some(Last::Count(_, counting)) => counting
                .see(&batch)
                .map(|()| RecordBatch::new_empty(Arc::clone(&self.plan.schema))),
        };
        done.map_err(|why| self.fault(&why))
    }

    /// The rows that were counted, once.
    fn counted(&mut self) -> Option<Result<RecordBatch, ReadError>> {
        let Some(Last::Count(step, counting)) = self.last.take() else {
            return None;
        };
        let rows = counting.rows(&step, &self.plan.schema, &mut self.report.columns);
        if let Ok(rows) = &rows {
            self.report.rows_out += u64::try_from(rows.num_rows()).unwrap_or(0);
        }
        Some(rows.map_err(|why| self.fault(&why)))
    }

    /// Why the last step could not be done.
    fn fault(&self, why: &Fault) -> ReadError {
        let number = self.plan.steps.len();
        ReadError::damaged(1, format!("step {number}: {}", why.0))
    }
}

impl Iterator for TypedRows {
    type Item = Result<RecordBatch, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = self.blocks.as_ref()?.recv();
            match next {
                Ok(Ahead::Block(cells)) if cells.rows() == 0 => {}
                Ok(Ahead::Block(cells)) => return Some(self.build(&cells)),
                Ok(Ahead::End {
                    irregular,
                    left_out,
                }) => {
                    self.blocks = None;
                    self.report.irregular = irregular;
                    self.report.rows += left_out.count;
                    self.report.left_out = left_out;
                    self.report.judge(self.plan.refuse_above);
                    return self.counted();
                }
                Ok(Ahead::Failed(error)) => {
                    self.blocks = None;
                    return Some(Err(error));
                }
                Err(_) => {
                    self.blocks = None;
                    return Some(Err(ReadError::damaged(1, "the reader of the file stopped")));
                }
            }
        }
    }
}

impl std::fmt::Debug for TypedRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TypedRows")
            .field("report", &self.report)
            .finish_non_exhaustive()
    }
}
