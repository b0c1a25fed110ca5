// SPDX-License-Identifier: AGPL-3.0-or-later

//! The command line, as `panot --help` shows it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A city's own digital infrastructure.
#[derive(Debug, Parser)]
#[command(
    name = "panot",
    disable_version_flag = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "A new city:   panot init --name Vilanova --places barris.geojson vilanova\n\
    A file:       panot import --city vilanova arbres.csv --publish\n\
    The server:   panot serve --city vilanova"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Answer as JSON: the result on standard output, progress and failures on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but the result.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Speak this language about files; otherwise that of `LC_ALL`, `LC_MESSAGES` or `LANG`, and English
    /// with --json.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = languages())]
    pub lang: Option<String>,
    /// Print the version and what is built in.
    #[arg(long, short = 'V')]
    pub version: bool,
}

/// Where the city is.
#[derive(Debug, Clone, Args)]
pub struct At {
    /// The city's folder.
    #[arg(long, default_value = "city", env = "PANOT_CITY", value_name = "DIR")]
    pub city: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make and serve a demonstration city: invented, and complete.
    Demo(Demo),
    /// Make a new, empty city.
    Init(Init),
    /// Serve a city.
    Serve(Serve),
    /// Show or check the settings of a city.
    Config(Config),
    /// Look for what does not agree: files and versions, jobs that gave up, imports that wait.
    Doctor(At),
    /// Take in a file: read it, type its columns, ask what is unclear, and keep it for publication.
    Import(Box<Import>),
    /// Hold a file against the gate, and keep nothing of it: what stands against publishing it, and how
    /// to mend that.
    Check(Box<Check>),
    /// Publish an imported file as the next version of its dataset.
    Publish(Publish),
    /// Withdraw a version: its address answers 410 with the reason, its files are destroyed.
    Withdraw(Withdraw),
    /// List the versions that were withdrawn; with --json as `restore --withdrawals` reads them.
    Withdrawals(At),
    /// Ask the published tables one SELECT.
    Sql(Sql),
    /// Write a consistent copy of a city, without keys.
    Backup(Backup),
    /// Make a city from a copy.
    Restore(Restore),
    /// Answer questions from the public; started by the server.
    #[command(hide = true)]
    QueryWorker(QueryWorker),
}

#[derive(Debug, Args)]
pub struct Demo {
    /// The folder; made if it is not there.
    #[arg(long, default_value = "city", value_name = "DIR")]
    pub dir: PathBuf,
    /// Where to listen; a port alone is one for this machine only.
    #[arg(long, default_value = "127.0.0.1:8480", value_name = "ADDR", value_parser = address)]
    pub listen: SocketAddr,
    /// How many people live there; the data grow with them.
    #[arg(long, default_value_t = 1_700_000, value_name = "N",
          value_parser = clap::value_parser!(u64).range(500..=50_000_000))]
    pub residents: u64,
    /// Another seed makes another city.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Make the city and stop.
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Debug, Args)]
pub struct Init {
    /// The folder of the new city.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The city's name.
    #[arg(long)]
    pub name: String,
    /// Its districts and neighbourhoods, a GeoJSON file.
    #[arg(long, value_name = "FILE")]
    pub places: Option<PathBuf>,
    /// The address people will use.
    #[arg(long, default_value = "http://127.0.0.1:8480", value_name = "URL")]
    pub public_url: String,
    /// `sqlite:panot.db` or `postgres://…`.
    #[arg(long, default_value = "sqlite:panot.db", value_name = "URL")]
    pub database: String,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub at: At,
    /// Where to listen, instead of what panot.toml says; a port alone is one for this machine only.
    #[arg(long, value_name = "ADDR", value_parser = address)]
    pub listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub struct Config {
    #[command(subcommand)]
    pub what: ConfigWhat,
}

#[derive(Debug, Subcommand)]
pub enum ConfigWhat {
    /// Print every setting with its value.
    Show(At),
    /// Say whether the settings are right.
    Check(At),
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of the command line"
)]
pub struct Import {
    #[command(flatten)]
    pub at: At,
    #[command(flatten)]
    pub what: Source,
    /// Only study the file: say what was found, ask, suggest, change nothing.
    #[arg(long, conflicts_with_all = ["publish"])]
    pub dry_run: bool,
    /// Write what was found out as a recipe to edit, and import nothing.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["publish", "answer", "take"])]
    pub draft: Option<PathBuf>,
    /// Accept columns that differ from those of the version before.
    #[arg(long)]
    pub accept_drift: bool,
    /// Take the file in although the version that stands was made of it, read the same way.
    #[arg(long)]
    pub again: bool,
    /// Publish at once if nothing is open.
    #[arg(long)]
    pub publish: bool,
    /// What is new in this version, for its readers.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// A file, and how it is to be read.
#[derive(Debug, Args)]
pub struct Source {
    /// The file: CSV, XLS, XLSX, ODS, JSON, GeoJSON, shapefile, GeoPackage or Parquet, also zipped.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The dataset it belongs to; made from the file's name when not given.
    #[arg(long = "as", value_name = "ID")]
    pub id: Option<String>,
    /// Which sheet, layer or member, by name, where there are several.
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// What to do with its columns; `recipe.toml` or FILE.recipe.toml beside the file otherwise.
    #[arg(long, value_name = "FILE")]
    pub recipe: Option<PathBuf>,
    /// What the dataset is; `dataset.toml` or FILE.dataset.toml beside the file otherwise.
    #[arg(long, value_name = "FILE")]
    pub dataset: Option<PathBuf>,
    /// Answer a question: the column and the reading to take. May be repeated.
    #[arg(long, value_name = "COLUMN=READING")]
    pub answer: Vec<String>,
    /// Take a suggestion by its name; `all` for those that add no rows and that more than a word
    /// speaks for. May be repeated.
    #[arg(long, value_name = "SUGGESTION")]
    pub take: Vec<String>,
    /// Where rows are about people who are alone, mend them in this way.
    #[arg(long, value_name = "WAY", value_parser = ["coarsen", "drop", "count"])]
    pub mend: Option<String>,
    /// Write a dataset file to fill in, with what is known of the data, and keep nothing of it.
    #[arg(long, value_name = "FILE")]
    pub draft_dataset: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub at: At,
    #[command(flatten)]
    pub what: Source,
    /// Write what is said as a page, to keep or to hand on.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Accept columns that differ from those of the version before.
    #[arg(long)]
    pub accept_drift: bool,
}

#[derive(Debug, Args)]
pub struct Publish {
    #[command(flatten)]
    pub at: At,
    /// The dataset, whose latest import is published.
    #[arg(value_name = "ID")]
    pub id: String,
    /// What is new in this version, for its readers.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    pub at: At,
    /// The dataset and the version, as `air-quality@3`.
    #[arg(value_name = "ID@N")]
    pub version: String,
    /// Why, in public.
    #[arg(long)]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct Sql {
    #[command(flatten)]
    pub at: At,
    /// One SELECT. Tables are datasets: "air-quality", "air-quality@3".
    #[arg(value_name = "SELECT")]
    pub text: String,
}

#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    pub at: At,
    /// Where the copy goes; must not exist.
    #[arg(value_name = "DIR")]
    pub to: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The copy.
    #[arg(value_name = "BACKUP")]
    pub from: PathBuf,
    /// The folder of the city to make; must not hold one.
    #[arg(value_name = "DIR")]
    pub to: PathBuf,
    /// An empty PostgreSQL for its rows, `postgres://…`; a file in the folder when not given. A copy
    /// of either engine can be restored into either.
    #[arg(long, value_name = "URL", value_parser = postgres)]
    pub database: Option<String>,
    /// Versions to withdraw again, that were withdrawn after the copy was made: what
    /// `panot withdrawals --json` of the city wrote.
    #[arg(long, value_name = "FILE")]
    pub withdrawals: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct QueryWorker {
    /// The folder of the lake.
    #[arg(long, value_name = "DIR")]
    pub lake: PathBuf,
    /// A folder of its own, for what does not fit in memory.
    #[arg(long, value_name = "DIR")]
    pub spill: PathBuf,
    /// Threads.
    #[arg(long, value_name = "N")]
    pub threads: usize,
    /// What the engine may hold.
    #[arg(long, value_name = "BYTES")]
    pub memory: usize,
    /// What the process may map, beyond the program.
    #[arg(long, value_name = "BYTES")]
    pub addresses: u64,
    /// What it may spill.
    #[arg(long, value_name = "BYTES")]
    pub spill_bytes: u64,
}

fn languages() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(crate::words::Words::LANGUAGES)
}

/// Where to listen. A port alone is of the loopback: nothing is opened to the world by leaving
/// something out.
fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::from(([127, 0, 0, 1], port)));
    }
    text.parse().map_err(|_| {
        "write the address of this machine and a port, such as 127.0.0.1:8480 (this machine only) \
         or 0.0.0.0:8480 (everybody)"
            .to_owned()
    })
}

/// The address of a PostgreSQL.
fn postgres(text: &str) -> Result<String, String> {
    if text.starts_with("postgres://") {
        return Ok(text.to_owned());
    }
    Err("write postgres://user:password@host/database, or leave it out for a file".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn a_port_alone_is_of_this_machine_and_what_is_no_address_gets_an_example() {
        let read = super::address;
        assert_eq!(
            read("8605"),
            "127.0.0.1:8605".parse().map_err(|_| String::new())
        );
        assert_eq!(read("[::1]:8605").map(|a| a.port()), Ok(8605));
        for wrong in ["localhost:8605", ":8605", "127.0.0.1", "99999"] {
            assert!(
                read(wrong).is_err_and(|why| why.contains("127.0.0.1:8480")),
                "{wrong}"
            );
        }
    }
}
