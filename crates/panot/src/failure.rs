// SPDX-License-Identifier: AGPL-3.0-or-later

//! How a command fails: what, where, how to mend it, and an exit code that scripts can read.

use std::fmt;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// Exit codes of `sysexits.h`, the ones that Panot uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// 64: the command line is wrong.
    Usage,
    /// 65: the input is wrong: a file that cannot be read as a table, an unanswered question.
    Data,
    /// 66: the input is not there.
    NoInput,
    /// 69: something this needs is not there, a database server for instance.
    Unavailable,
    /// 70: a bug.
    Software,
    /// 73: an output cannot be made.
    CannotCreate,
    /// 74: the disk failed.
    Io,
    /// 75: try again: somebody else owns the folder, or it was interrupted.
    TryAgain,
    /// 77: not allowed.
    NoPermission,
    /// 78: the configuration is wrong.
    Config,
}

impl Exit {
    /// The number of `sysexits.h`.
    pub const fn code(self) -> u8 {
        match self {
            Self::Usage => 64,
            Self::Data => 65,
            Self::NoInput => 66,
            Self::Unavailable => 69,
            Self::Software => 70,
            Self::CannotCreate => 73,
            Self::Io => 74,
            Self::TryAgain => 75,
            Self::NoPermission => 77,
            Self::Config => 78,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command did not do its work.
///
/// `what` is one sentence; `place` says where (a file, with line and column where there are any);
/// `mend` says what the person can do next. Travels over the folder's socket as JSON, so a failure
/// reads the same whether the command or the running server met it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What went wrong.
    pub what: String,
    /// Where it went wrong.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mend: Option<String>,
    /// What a machine may want to know: open questions, a difference of columns.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub details: Option<serde_json::Value>,
}

impl Failure {
    /// A failure of this kind.
    pub fn new(exit: Exit, what: impl fmt::Display) -> Self {
        Self {
            exit,
            what: what.to_string(),
            place: None,
            mend: None,
            details: None,
        }
    }

    /// Where it happened.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// What to do about it.
    #[must_use]
    pub fn mend(mut self, mend: impl fmt::Display) -> Self {
        self.mend = Some(mend.to_string());
        self
    }

    /// What a machine may want to know.
    #[must_use]
    pub fn with_details(mut self, details: &impl Serialize) -> Self {
        self.details = serde_json::to_value(details).ok();
        self
    }

    /// A failure of the disk at `path`: a missing file, a full disk, a forbidden folder.
    pub fn disk(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let (exit, mend) = match error.kind() {
            Kind::NotFound => (Exit::NoInput, "check the path"),
            Kind::IsADirectory => (Exit::NoInput, "it is a folder; name a file"),
            Kind::NotADirectory => (Exit::NoInput, "it is a file; name a folder"),
            Kind::PermissionDenied => (
                Exit::NoPermission,
                "run as the user that owns it, or change its permissions",
            ),
            Kind::ReadOnlyFilesystem => (Exit::CannotCreate, "mount the disk for writing"),
            Kind::StorageFull | Kind::QuotaExceeded => (
                Exit::Io,
                "make room on the disk and run the command again; nothing was changed",
            ),
            _ => (Exit::Io, "look at the disk and run the command again"),
        };
        Self::new(exit, format!("cannot {doing}: {error}"))
            .at(path.display())
            .mend(mend)
    }
}

impl Failure {
    /// The data file at `path` cannot be read.
    pub fn unreadable(t: Words, path: &std::path::Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let (what, mend) = match error.kind() {
            Kind::NotFound => (t.failed_no_file(), t.failed_no_file_mend()),
            Kind::IsADirectory => (t.failed_folder(), t.failed_folder_mend()),
            Kind::PermissionDenied => (t.failed_forbidden(), t.failed_forbidden_mend()),
            _ => (t.failed_file(error.to_string()), t.failed_file_mend()),
        };
        Self {
            what,
            ..Self::disk("read the file", path, error)
        }
        .mend(mend)
    }

    /// The whole of it for a person: where, what, and how to mend it.
    pub fn told(&self, t: Words) -> String {
        let mut text = match &self.place {
            Some(place) => format!("{place}: {}", self.what),
            None => self.what.clone(),
        };
        if let Some(mend) = &self.mend {
            text.push_str("\n  ");
            text.push_str(&t.to_mend(mend));
        }
        text
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Words::of("en")))
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_where_what_and_how_to_mend_it() {
        let failure = Failure::new(Exit::Config, "the key `port` is not known")
            .at("panot.toml:3:1")
            .mend("remove it");
        assert_eq!(
            failure.to_string(),
            "panot.toml:3:1: the key `port` is not known\n  to mend it: remove it"
        );
    }

    #[test]
    fn a_failure_survives_the_socket() {
        let failure = Failure::new(Exit::Data, "two columns can be read in two ways")
            .with_details(&["fecha"]);
        let text = serde_json::to_string(&failure).expect("a failure is plain data");
        assert_eq!(serde_json::from_str::<Failure>(&text).ok(), Some(failure));
    }

    #[test]
    fn a_full_disk_is_told_apart_from_a_missing_file() {
        let at = std::path::Path::new("city/lake");
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        assert_eq!(Failure::disk("write", at, &full).exit, Exit::Io);
        assert_eq!(Failure::disk("open", at, &missing).exit, Exit::NoInput);
    }
}
