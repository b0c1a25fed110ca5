// SPDX-License-Identifier: AGPL-3.0-or-later

//! `panot.toml`: what a city sets, with a default for everything but its name.
//!
//! Every mistake is told with line and column, and an unknown key is a mistake: a typo that is
//! passed over in silence is found on the day it was needed.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use panot_core::Language;
use serde::{Deserialize, Serialize};

use crate::failure::{Exit, Failure};

/// The name of the file in a city's folder.
pub const FILE: &str = "panot.toml";

/// The settings of a city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The city's name, as its people say it.
    pub name: String,
    /// The address people use. Links, citations and catalogues are made from it, never from the
    /// `Host` header.
    #[serde(default = "default_public_url")]
    pub public_url: String,
    /// Where the server listens.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// The languages of the city's pages, the first being the one when nothing else decides.
    #[serde(default = "default_languages")]
    pub languages: Vec<Language>,
    /// The zone of local times in files that name none, as in the IANA database.
    ///
    /// Pages read and show moments by it, and charts cut years, months and days by it. Charts by
    /// the hour cut by the hours of UTC: the same ones where the zone is whole hours from it.
    #[serde(default = "default_time_zone")]
    pub time_zone: String,
    /// `sqlite:FILE` in the folder, or `postgres://…`.
    #[serde(default = "default_database")]
    pub database: String,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Where metrics are served, in the text format of Prometheus; nowhere when unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metrics: Option<SocketAddr>,
    /// Where people write when something does not work for them: an address or a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Who publishes, as the Spanish catalogue asks for it (DCAT-AP-ES); not for cities elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Publisher>,
    /// Whether city and people are invented. Every page says so.
    #[serde(default)]
    pub demo: bool,
    /// Taking files in.
    #[serde(default)]
    pub import: Import,
    /// What is written to the log.
    #[serde(default)]
    pub log: Log,
}

/// The publisher in the Spanish catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// Its code in the register of public bodies (DIR3).
    pub dir3: String,
    /// The sector of the interoperability standard (NTI) for datasets whose theme leads to none.
    pub sector: String,
    /// The licence of the catalogue itself, as SPDX names it; datasets have their own.
    pub licence: String,
}

/// Settings of imports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Import {
    /// The share of a column's cells that may fail to fit its type before the file is refused.
    pub rejected_share_max: f64,
    /// The largest file that is taken, in bytes, before and after unpacking.
    pub file_bytes_max: u64,
}

impl Default for Import {
    fn default() -> Self {
        Self {
            rejected_share_max: 0.01,
            file_bytes_max: 8 << 30,
        }
    }
}

/// Settings of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` for people, `json` for machines.
    pub format: LogFormat,
    /// What is logged: `info`, `debug`, or a filter as `tracing` reads it.
    pub level: String,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

fn default_public_url() -> String {
    "http://127.0.0.1:8480".to_owned()
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8480))
}

fn default_languages() -> Vec<Language> {
    vec![Language::Ca, Language::Es, Language::En]
}

fn default_time_zone() -> String {
    "Europe/Madrid".to_owned()
}

fn default_database() -> String {
    "sqlite:panot.db".to_owned()
}

impl Config {
    /// Reads and checks the settings of the city in `folder`.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let failure = Failure::disk("read the settings of the city", &path, &error);
            if error.kind() == std::io::ErrorKind::NotFound {
                failure.mend(format!(
                    "make a city there first: panot init --name NAME {}",
                    folder.display()
                ))
            } else {
                failure
            }
        })?;
        Self::parse(&text, &path)
    }

    /// Parses the text of a settings file; `path` is for messages.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let config: Self = toml::from_str(text).map_err(|error| {
            let place = match error.span() {
                Some(span) => {
                    let (line, column) = line_and_column(text, span.start);
                    format!("{}:{line}:{column}", path.display())
                }
                None => path.display().to_string(),
            };
            Failure::new(Exit::Config, error.message())
                .at(place)
                .mend("correct the line; `panot config show` prints every key with its value")
        })?;
        config.check(path)?;
        Ok(config)
    }

    /// What the catalogue says besides when the city is in Spain.
    pub fn spain(&self) -> Option<dcat::Spain> {
        let publisher = self.publisher.as_ref()?;
        let sector = dcat::Sector::of(&publisher.sector)?;
        let licence = dcat::Licence::of_spdx(&publisher.licence)?;
        dcat::Spain::new(&publisher.dir3, sector, licence).ok()
    }

    fn check(&self, path: &Path) -> Result<(), Failure> {
        let wrong = |key: &str, why: String, mend: &str| {
            Err(Failure::new(Exit::Config, format!("`{key}` {why}"))
                .at(path.display())
                .mend(mend))
        };
        if self.name.trim().is_empty() || self.name.len() > 200 {
            return wrong(
                "name",
                "is empty or too long".into(),
                "write the city's name",
            );
        }
        let host = self
            .public_url
            .strip_prefix("https://")
            .or(self.public_url.strip_prefix("http://"));
        if host.is_none_or(|h| h.is_empty() || h.contains(['/', '?', '#', ' ', '"', '<', '>'])) {
            return wrong(
                "public_url",
                format!("is {:?}", self.public_url),
                "write it as https://data.example.cat, without a path and without a slash at its end",
            );
        }
        if let Some(publisher) = &self.publisher {
            if dcat::Sector::of(&publisher.sector).is_none() {
                return wrong(
                    "publisher.sector",
                    format!("is {:?}", publisher.sector),
                    "write a sector as datos.gob.es spells it: sector-publico",
                );
            }
            if dcat::Licence::of_spdx(&publisher.licence).is_none() {
                return wrong(
                    "publisher.licence",
                    format!("is {:?}", publisher.licence),
                    "write it as SPDX does: CC0-1.0, CC-BY-4.0",
                );
            }
            if self.spain().is_none() {
                return wrong(
                    "publisher.dir3",
                    format!("is {:?}", publisher.dir3),
                    "write the code of the register: L01080193",
                );
            }
        }
        if self.languages.is_empty() {
            return wrong(
                "languages",
                "is empty".into(),
                "name at least one of ca, es, en",
            );
        }
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            return wrong(
                "time_zone",
                format!("is {:?}, which is no time zone", self.time_zone),
                "write it as in the IANA database: Europe/Madrid",
            );
        }
        if !(self.database.starts_with("sqlite:") || self.database.starts_with("postgres://")) {
            return wrong(
                "database",
                "is of no kind that is known".into(),
                "write sqlite:panot.db or postgres://user:password@host/database",
            );
        }
        if !(0.0..=1.0).contains(&self.import.rejected_share_max) {
            return wrong(
                "import.rejected_share_max",
                format!("is {}", self.import.rejected_share_max),
                "write a share between 0 and 1, such as 0.01",
            );
        }
        Ok(())
    }

    /// The database address with a relative SQLite file placed in the folder.
    pub fn database_url(&self, folder: &Path) -> String {
        match self.database.strip_prefix("sqlite:") {
            Some(file) => {
                let path: PathBuf = folder.join(file.trim_start_matches("//"));
                format!("sqlite:{}", path.display())
            }
            None => self.database.clone(),
        }
    }

    /// The settings as a file, with every key written out.
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).expect("settings are plain tables and values")
    }
}

/// The text of a settings file with another database, everything else as a person wrote it; without
/// one, the database is the file in the folder. `path` is for messages.
pub fn with_database(text: &str, database: Option<&str>, path: &Path) -> Result<String, Failure> {
    let mut in_table = false;
    let others = text.lines().filter(|line| {
        let line = line.trim_start();
        in_table |= line.starts_with('[');
        let key = line.split('=').next().unwrap_or_default().trim();
        in_table || key.trim_matches(['"', '\'']) != "database"
    });
    // At the top: below it, it could stand in a table.
    let own = database.map(|url| format!("database = {}", toml::Value::from(url)));
    let lines: Vec<&str> = own.as_deref().into_iter().chain(others).collect();
    let text_then = lines.join("\n") + "\n";
    let wanted = Config {
        database: database.map_or_else(default_database, str::to_owned),
        ..Config::parse(text, path)?
    };
    match Config::parse(&text_then, path) {
        Ok(config) if config == wanted => Ok(text_then),
        _ => Err(
            Failure::new(Exit::Config, "`database` is written in an unusual way")
                .at(path.display())
                .mend("write it on one line, above the first [table]"),
        ),
    }
}

/// Line and column of a byte, both counted from 1, the column in characters.
fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |rest| rest.chars().count())
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, Failure> {
        Config::parse(text, Path::new("panot.toml"))
    }

    #[test]
    fn a_name_is_all_that_must_be_set() {
        let config = parse("name = 'Vilanova'").expect("everything else has a default");
        assert_eq!(config.languages, default_languages());
        assert_eq!(
            parse(&config.to_toml()),
            Ok(config),
            "what is shown can be read back"
        );
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_column() {
        let failure = parse("name = 'Vilanova'\n\nlistn = '0.0.0.0:80'\n").unwrap_err();
        assert_eq!(failure.place.as_deref(), Some("panot.toml:3:1"));
        assert!(failure.what.contains("listn"), "{failure}");
    }

    #[test]
    fn a_publisher_in_spain_has_a_code_a_sector_and_a_licence_that_exist() {
        let publisher = |dir3: &str, sector: &str, licence: &str| {
            let keys = format!("dir3='{dir3}'\nsector='{sector}'\nlicence='{licence}'");
            parse(&format!("name='V'\n[publisher]\n{keys}"))
        };
        let config = publisher("L01080193", "sector-publico", "CC0-1.0").expect("a city of Spain");
        assert_eq!(config.spain().expect("it is").dir3(), "L01080193");
        assert_eq!(parse(&config.to_toml()), Ok(config));
        for (key, wrong) in [
            ("dir3", publisher("L0108", "sector-publico", "CC0-1.0")),
            ("sector", publisher("L01080193", "weather", "CC0-1.0")),
            ("licence", publisher("L01080193", "sector-publico", "mine")),
        ] {
            let failure = wrong.unwrap_err();
            let start = format!("`publisher.{key}`");
            assert!(failure.what.starts_with(&start), "{failure}");
        }
    }

    #[test]
    fn an_address_with_a_path_is_refused_because_links_would_break() {
        for url in [
            "https://a.cat/portal",
            "ftp://a.cat",
            "a.cat",
            "https://",
            "https://a.cat/",
        ] {
            let failure = parse(&format!("name='V'\npublic_url='{url}'")).unwrap_err();
            assert!(failure.what.starts_with("`public_url`"), "{url}: {failure}");
        }
    }

    #[test]
    fn a_zone_that_does_not_exist_is_refused() {
        assert!(parse("name='V'\ntime_zone='Europe/Vilanova'").is_err());
    }

    #[test]
    fn a_moved_city_keeps_its_settings_as_they_were_written() {
        let path = Path::new("panot.toml");
        let text = "# Ours\nname = 'V'\ndatabase = 'postgres://a:secret@h/d' # there\n\n[log]\nlevel = 'debug'\n";
        let moved = with_database(text, None, path).expect("it can be moved");
        assert_eq!(moved, "# Ours\nname = 'V'\n\n[log]\nlevel = 'debug'\n");
        let back = with_database(&moved, Some("postgres://a:\"b@h/d"), path).expect("and back");
        assert!(back.starts_with("database = "), "{back}");
        assert!(back.ends_with(&moved), "{back}");
        assert_eq!(
            parse(&back).map(|c| c.database),
            Ok("postgres://a:\"b@h/d".to_owned())
        );
        let unusual = "name = 'V'\ndatabase = '''\nsqlite:a.db'''\n";
        assert!(with_database(unusual, None, path).is_err());
    }

    #[test]
    fn a_sqlite_file_lies_in_the_folder_unless_it_is_absolute() {
        let config = parse("name='V'").expect("valid");
        assert_eq!(
            config.database_url(Path::new("/srv/v")),
            "sqlite:/srv/v/panot.db"
        );
    }
}
