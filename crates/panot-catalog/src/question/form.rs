// SPDX-License-Identifier: AGPL-3.0-or-later

//! In which form an answer is given: one parser for the end of the address, the field `format` and
//! `Accept`.

use std::fmt;
use std::str::FromStr;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180.
    Csv,
    /// Columns, rows and what was asked.
    Json,
    /// Apache Parquet.
    Parquet,
    /// An Arrow IPC stream.
    Arrow,
}

/// A form that is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is none of csv, json, parquet, arrow")]
pub struct NoForm(pub String);

impl Form {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Json, Self::Parquet, Self::Arrow];

    /// As it stands at the end of an address and in the field `format`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }

    /// The media type, without parameters.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Arrow => "application/vnd.apache.arrow.stream",
        }
    }

    /// As people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Parquet => "Parquet",
            Self::Arrow => "Arrow",
        }
    }

    /// The form that an `Accept` prefers to a page, if it does.
    pub fn preferred(accept: &str) -> Option<Self> {
        let mut best: Option<(u16, Option<Self>)> = None;
        for part in accept.split(',').take(32) {
            let mut pieces = part.split(';');
            let kind = pieces.next().unwrap_or_default().trim();
            let form = match kind {
                "text/html" | "application/xhtml+xml" => None,
                kind => match Self::ALL.into_iter().find(|form| form.media_type() == kind) {
                    Some(form) => Some(form),
                    None => continue,
                },
            };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(Some(1000), thousandths)
                .unwrap_or(0);
            // Of equals the first counts.
            if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, form));
            }
        }
        best.and_then(|(_, form)| form)
    }
}

/// `0.8` as 800; `None` for what is no weight.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, part) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    Some((whole * 1000 + part).min(1000))
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = NoForm;

    fn from_str(text: &str) -> Result<Self, NoForm> {
        let found = Self::ALL.into_iter().find(|form| form.name() == text);
        found.ok_or_else(|| NoForm(text.chars().take(32).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_one_name_and_one_media_type() {
        for form in Form::ALL {
            assert_eq!(form.name().parse(), Ok(form));
            assert_eq!(Form::preferred(form.media_type()), Some(form));
        }
        assert_eq!("xml".parse::<Form>(), Err(NoForm("xml".into())));
    }

    #[test]
    fn a_browser_gets_a_page_and_a_program_what_it_prefers() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(Form::preferred(browser), None);
        assert_eq!(Form::preferred("*/*"), None);
        assert_eq!(Form::preferred(""), None);
        assert_eq!(
            Form::preferred("text/html;q=0.5, text/csv"),
            Some(Form::Csv)
        );
        assert_eq!(
            Form::preferred("application/json;q=0.2, application/vnd.apache.arrow.stream;q=0.9"),
            Some(Form::Arrow)
        );
        assert_eq!(Form::preferred("text/csv;q=0"), None);
    }
}
