// SPDX-License-Identifier: AGPL-3.0-or-later

//! `panot import`: from the words of the command line to an order.

use std::path::{Path, PathBuf};

use panot_catalog::gate::Way;
use panot_catalog::import::{Found, Request, Sidecar};

use crate::cli::{Check, Import, Source};
use crate::failure::{Exit, Failure};
use crate::orders::Order;
use crate::words::Words;

/// The largest file that may stand beside a data file.
const SIDECAR_BYTES_MAX: u64 = 1 << 20;

/// The order that the command line gives.
pub fn order(args: &Import, t: Words) -> Result<Order, Failure> {
    let request = Request {
        accept_drift: args.accept_drift,
        again: args.again,
        dry_run: args.dry_run || args.draft.is_some(),
        ..request(&args.what, t)?
    };
    if args.what.draft_dataset.is_some() {
        return Ok(describe(request));
    }
    Ok(Order::Import {
        request: Box::new(request),
        publish: args.publish,
        note: args.note.clone().unwrap_or_default(),
    })
}

/// The order to hold a file against the gate.
pub fn check(args: &Check, t: Words) -> Result<Order, Failure> {
    let request = Request {
        accept_drift: args.accept_drift,
        ..request(&args.what, t)?
    };
    if args.what.draft_dataset.is_some() {
        return Ok(describe(request));
    }
    Ok(Order::Check {
        request: Box::new(request),
    })
}

fn describe(request: Request) -> Order {
    Order::Describe {
        request: Box::new(request),
    }
}

fn request(what: &Source, t: Words) -> Result<Request, Failure> {
    let file = std::path::absolute(&what.file)
        .map_err(|error| Failure::unreadable(t, &what.file, &error))?;
    // Told here and not by the server, which may run in another folder and as another user.
    readable(&file).map_err(|error| Failure::unreadable(t, &what.file, &error))?;
    Ok(Request {
        recipe: sidecar(what.recipe.as_deref(), &file, "recipe.toml")?,
        dataset: sidecar(what.dataset.as_deref(), &file, "dataset.toml")?,
        file,
        id: what.id.clone(),
        table: what.table.clone(),
        answers: what
            .answer
            .iter()
            .map(|text| answer(text, t))
            .collect::<Result<_, _>>()?,
        take: what.take.clone(),
        accept_drift: false,
        again: false,
        mend: what.mend.as_deref().and_then(way),
        dry_run: false,
    })
}

/// The command line offers no others.
fn way(name: &str) -> Option<Way> {
    Way::ALL.into_iter().find(|way| way.name() == name)
}

/// A folder can be opened as a file is, and only reading it fails.
fn readable(file: &Path) -> std::io::Result<()> {
    if std::fs::File::open(file)?.metadata()?.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    Ok(())
}

fn answer(text: &str, t: Words) -> Result<(String, String), Failure> {
    match text.split_once('=') {
        Some((column, answer)) if !column.is_empty() && !answer.is_empty() => {
            Ok((column.trim().to_owned(), answer.trim().to_owned()))
        }
        _ => Err(Failure::new(Exit::Usage, t.failed_no_answer(text))
            .at("--answer")
            .mend(t.failed_no_answer_mend())),
    }
}

/// The file that was named; else `FILE.recipe.toml`, then `recipe.toml`, beside the data file.
fn sidecar(named: Option<&Path>, file: &Path, name: &str) -> Result<Option<Sidecar>, Failure> {
    let beside = |name: String| file.with_file_name(name);
    let own = file
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let places: Option<(Found, PathBuf)> = match named {
        Some(path) => Some((Found::Named, path.to_owned())),
        None => [
            (Found::OfFile, beside(format!("{own}.{name}"))),
            (Found::OfFolder, beside(name.to_owned())),
        ]
        .into_iter()
        .find(|(_, path)| path.is_file()),
    };
    let Some((found, path)) = places else {
        return Ok(None);
    };
    let disk = |error| Failure::disk("read", &path, &error);
    let size = std::fs::metadata(&path).map_err(disk)?.len();
    if size > SIDECAR_BYTES_MAX {
        return Err(Failure::new(
            Exit::Data,
            format!("is {size} bytes, more than a {name} has"),
        )
        .at(path.display())
        .mend("see whether it is the right file"));
    }
    let text = std::fs::read_to_string(&path).map_err(disk)?;
    Ok(Some(Sidecar {
        place: path.display().to_string(),
        text,
        found,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_its_own_name_is_nearer_than_the_one_of_the_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.csv");
        for (name, text) in [("recipe.toml", "folder"), ("a.csv.recipe.toml", "own")] {
            std::fs::write(folder.path().join(name), text).expect("the folder can be written");
        }
        let found = sidecar(None, &file, "recipe.toml")
            .expect("readable")
            .expect("there");
        assert_eq!((found.text.as_str(), found.found), ("own", Found::OfFile));
        assert_eq!(sidecar(None, &file, "dataset.toml"), Ok(None));
    }

    #[test]
    fn an_answer_without_an_equals_sign_is_explained() {
        let t = Words::of("en");
        assert_eq!(answer("data = dmy", t), Ok(("data".into(), "dmy".into())));
        assert_eq!(answer("dmy", t).unwrap_err().exit, Exit::Usage);
    }
}
