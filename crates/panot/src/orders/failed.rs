// SPDX-License-Identifier: AGPL-3.0-or-later

//! What an import and a publication met, in the words of the command line.

use std::collections::BTreeSet;
use std::path::Path;

use panot_catalog::import::ImportError;
use panot_catalog::publish::PublishError;
use tabular::ReadError;
use tabular::import::{AnswerError, Over, PlanError};

use super::{db_failure, lake_failure};
use crate::failure::{Exit, Failure};
use crate::report;
use crate::words::Words;

/// What an import met.
pub fn import(t: Words, error: ImportError, place: &str) -> Failure {
    let failure = |exit, what: String| Failure::new(exit, what).at(place);
    match error {
        ImportError::Read(ReadError::Io(error)) => Failure::unreadable(t, Path::new(place), &error),
        ImportError::Read(ReadError::Damaged { line, why }) => {
            Failure::new(Exit::Data, why).at(format!("{place}:{line}"))
        }
        ImportError::Read(_) | ImportError::Name(_) => failure(Exit::Data, error.to_string()),
        ImportError::Plan(error) => failure(Exit::Data, plan(t, &error)),
        ImportError::WhoseFolder {
            dataset,
            last,
            file,
        } => failure(
            Exit::Usage,
            t.failed_whose_folder(dataset.as_str(), &file, last),
        )
        .mend(t.failed_whose_folder_mend(dataset.as_str())),
        ImportError::WhichTable(names) => failure(
            Exit::Data,
            t.failed_which_table(names.len(), names.join(", ")),
        )
        .mend(t.failed_which_table_mend())
        .with_details(&names),
        ImportError::Sidecar { place, why } => Failure::new(Exit::Data, why)
            .at(place)
            .mend(t.failed_line_mend()),
        ImportError::Answer(error) => failure(Exit::Usage, answer(t, &error)),
        ImportError::Open {
            questions,
            suggestions,
            serious,
        } => {
            let columns: BTreeSet<&str> = questions.iter().map(|q| q.name.as_str()).collect();
            let mut what = vec![t.failed_open(columns.len())];
            what.extend(report::serious(t, &serious));
            failure(Exit::Data, what.join("\n  "))
                .mend(report::questions(t, &questions, &suggestions))
                .with_details(&serde_json::json!({
                    "questions": questions, "suggestions": suggestions, "serious": serious
                }))
        }
        ImportError::Drift(drift) => failure(Exit::Data, t.drift_head())
            .mend(report::drift(t, &drift))
            .with_details(&drift),
        ImportError::Refused(refused) => failure(Exit::Data, t.failed_refused())
            .mend(report::refused(t, &refused))
            .with_details(&refused),
        ImportError::Same { dataset, version } => {
            failure(Exit::Data, t.same_as(dataset.as_str(), version.to_string()))
        }
        ImportError::Changed => {
            failure(Exit::TryAgain, t.failed_changed()).mend(t.failed_changed_mend())
        }
        ImportError::Originals(error) => failure(Exit::Io, error.to_string()),
        ImportError::Stopped => {
            failure(Exit::TryAgain, t.failed_stopped()).mend(t.failed_stopped_mend())
        }
        ImportError::Lake(error) => lake_failure(&error),
        ImportError::Db(error) => db_failure(&error),
    }
}

fn answer(t: Words, error: &AnswerError) -> String {
    match error {
        AnswerError::NotAsked { column, asked } if asked.is_empty() => t.failed_none_asked(column),
        AnswerError::NotAsked { column, asked } => t.failed_not_asked(asked, column),
        AnswerError::NoSuchChoice {
            column,
            answer,
            choices,
        } => t.failed_no_such_choice(answer, choices, column),
        AnswerError::NotOffered { id, offered } if offered.is_empty() => t.failed_none_offered(id),
        AnswerError::NotOffered { id, offered } => t.failed_not_offered(id, offered),
    }
}

fn plan(t: Words, error: &PlanError) -> String {
    match error {
        PlanError::Unanswered(open) => {
            let columns: Vec<String> = open
                .iter()
                .map(|(column, answers)| t.failed_unanswered_one(answers.join(", "), column))
                .collect();
            t.failed_unanswered(columns.join("; "), open.len())
        }
        PlanError::NoSuchColumn(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            t.failed_no_such_column(names.join(", "))
        }
        PlanError::NothingKeptBack(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            t.failed_nothing_kept_back(names.join(", "))
        }
        PlanError::LeavesOutMore(Over::Says {
            line,
            column,
            text,
            count,
        }) => t.failed_leaves_out_says(column, count.to_string(), line.to_string(), text),
        PlanError::LeavesOutMore(Over::Below { line, count }) => {
            t.failed_leaves_out_below(count.to_string(), line.to_string())
        }
        PlanError::SameName(name) => t.failed_same_name(name),
        PlanError::Column { column, why } => t.failed_column(column, why),
        PlanError::Step { number, why } => t.failed_step(number, why),
        PlanError::NoSuchKey { list, column } => t.failed_no_such_key(column, *list),
    }
}

/// What a publication met.
pub fn publish(t: Words, error: &PublishError) -> Failure {
    match error {
        PublishError::NothingWaits(name) => {
            let name = name.as_str();
            Failure::new(Exit::NoInput, t.failed_nothing_waits(name))
                .mend(t.failed_nothing_waits_mend(name))
        }
        PublishError::WhichOne(name, count) => {
            let what = t.failed_which_one(*count, name.as_str());
            Failure::new(Exit::TryAgain, what).mend(t.failed_which_one_mend())
        }
        PublishError::NoLongerWaits(name) => {
            let what = t.failed_no_longer_waits(name.as_str());
            Failure::new(Exit::TryAgain, what).mend(t.failed_no_longer_waits_mend())
        }
        PublishError::Lake(error) => lake_failure(error),
        PublishError::Db(error) => db_failure(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_import_meets_is_told_in_the_language_of_the_command() {
        let told = |language: &str, error| import(Words::of(language), error, "a.csv").what;
        let asked = || {
            ImportError::Answer(AnswerError::NotAsked {
                column: "edat".into(),
                asked: String::new(),
            })
        };
        assert!(told("ca", asked()).ends_with("ni sobre cap altra columna"));
        assert!(told("es", asked()).ends_with("ni sobre ninguna otra columna"));
        let open = || {
            ImportError::Plan(PlanError::Unanswered(vec![
                ("inici".into(), vec!["dmy".into(), "mdy".into()]),
                ("fi".into(), vec!["dmy".into(), "mdy".into()]),
            ]))
        };
        assert!(told("ca", open()).starts_with("2 columnes es poden llegir"));
        assert!(told("ca", open()).ends_with("«inici» pot ser: dmy, mdy; «fi» pot ser: dmy, mdy"));
        assert!(told("en", open()).starts_with("2 columns can be read in several ways"));
        let absent = || ImportError::Plan(PlanError::NoSuchColumn(vec!["edat".into()]));
        assert!(told("es", absent()).contains("no tiene ninguna columna \"edat\""));
    }

    #[test]
    fn a_file_that_is_not_there_keeps_its_exit_code_in_every_language() {
        let gone = || {
            let error = std::io::Error::from(std::io::ErrorKind::NotFound);
            ImportError::Read(ReadError::Io(error))
        };
        for (language, what) in [
            ("ca", "el fitxer no hi és"),
            ("es", "el archivo no está"),
            ("en", "the file is not there"),
        ] {
            let failure = import(Words::of(language), gone(), "a.csv");
            assert_eq!(failure.exit, Exit::NoInput);
            assert_eq!(failure.what, what);
        }
    }
}
