// SPDX-License-Identifier: AGPL-3.0-or-later

//! One function per command. A command that writes asks the running server, or owns the folder.

mod doctor;
mod import;
pub mod init;
mod sql;

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::city::Running;
use crate::cli::{Cli, Command, Config, ConfigWhat};
use crate::config::Config as Settings;
use crate::failure::{Exit, Failure};
use crate::folder::Folder;
use crate::orders::{self, Order, Outcome};
use crate::progress::{Teller, Voice};
use crate::serve::Ports;
use crate::words::Words;
use crate::{backup, demo, log, serve, socket};

/// Runs what the command line says.
pub async fn run(cli: Cli, voice: Voice, t: Words) -> Result<(), Failure> {
    if cli.version {
        say(&version(voice));
        return Ok(());
    }
    let Some(command) = cli.command else {
        return Err(Failure::new(Exit::Usage, "no command was given").mend("see panot --help"));
    };
    let described = |place| panot_catalog::said::of(t.language()).draft_described(place);
    let outcome = match command {
        Command::Demo(args) => return Box::pin(demo::demo(&args, voice, t)).await,
        Command::Serve(args) => return serve_city(&args.at.city, args.listen, voice).await,
        Command::Sql(args) => return sql::sql(&args.at.city, &args.text, voice).await,
        Command::Init(args) => init::init(&args)?,
        Command::Config(args) => settings(&args)?,
        Command::Doctor(at) => doctor::doctor(&at.city, &serve::stop_on_signals()).await?,
        Command::Restore(args) => {
            let withdrawals = args.withdrawals.as_deref();
            let database = args.database.as_deref();
            backup::restore(&args.from, &args.to, database, withdrawals).await?
        }
        Command::Import(args) => {
            let outcome = carry_out(&args.at.city, import::order(&args, t)?, voice, t).await?;
            match (&args.draft, &args.what.draft_dataset) {
                (Some(path), _) => write_draft(path, &outcome, |place| t.draft_written(place))?,
                (None, Some(path)) => write_draft(path, &outcome, described)?,
                (None, None) => outcome,
            }
        }
        Command::Check(args) => {
            let ended = carry_out(&args.at.city, import::check(&args, t)?, voice, t).await;
            if let Some(path) = &args.page {
                write_page(path, &ended, t)?;
            }
            let outcome = ended?;
            match &args.what.draft_dataset {
                Some(path) => write_draft(path, &outcome, described)?,
                None => outcome,
            }
        }
        Command::Publish(args) => {
            let order = Order::Publish {
                id: args.id,
                note: args.note.unwrap_or_default(),
            };
            carry_out(&args.at.city, order, voice, t).await?
        }
        Command::Withdraw(args) => {
            let (id, version) = version_of(&args.version)?;
            let order = Order::Withdraw {
                id,
                version,
                reason: args.reason,
            };
            carry_out(&args.at.city, order, voice, t).await?
        }
        Command::QueryWorker(_) => unreachable!("it was started before the runtime"),
        Command::Withdrawals(at) => carry_out(&at.city, Order::Withdrawals, voice, t).await?,
        Command::Backup(args) => {
            let to = std::path::absolute(&args.to)
                .map_err(|error| Failure::disk("find the folder", &args.to, &error))?;
            carry_out(&args.at.city, Order::Backup { to }, voice, t).await?
        }
    };
    tell(&outcome, voice);
    Ok(())
}

/// Gives an order to the running server, or owns the folder and carries it out here.
async fn carry_out(city: &Path, order: Order, voice: Voice, t: Words) -> Result<Outcome, Failure> {
    let teller = Teller::new(voice, t);
    let on_event = |event| teller.tell(&event);
    let stop = serve::stop_on_signals();
    let outcome = if let Some(stream) = socket::knock(city).await {
        tokio::select! {
            outcome = socket::send(stream, &order, t, &on_event) => outcome,
            // Going away stops the work in the server.
            () = stop.cancelled() => Err(interrupted()),
        }
    } else {
        let running = open(city).await?;
        let work = orders::carry_out(&running, order, t, &on_event, &stop);
        let outcome = Box::pin(work).await;
        running.finish(&stop).await;
        outcome
    };
    teller.finish();
    outcome
}

fn interrupted() -> Failure {
    Failure::new(
        Exit::TryAgain,
        "it was interrupted, and the server told to stop it",
    )
    .mend("panot doctor says what stands: it may have been done in the last moment")
}

/// Opens the city in a folder, as its owner.
async fn open(city: &Path) -> Result<Running, Failure> {
    let folder = Folder::at(city);
    let settings = Settings::read(folder.root())?;
    Running::open(folder, settings).await
}

async fn serve_city(
    city: &Path,
    listen: Option<std::net::SocketAddr>,
    voice: Voice,
) -> Result<(), Failure> {
    let folder = Folder::at(city);
    let settings = Settings::read(folder.root())?;
    log::begin(&settings.log)?;
    let listen = listen.unwrap_or(settings.listen);
    let ports = Ports::take(&folder, listen, settings.metrics).await?;
    let running = Running::open(folder, settings).await?;
    let name = running.config.name.clone();
    let stop = serve::stop_on_signals();
    serve::serve(running, ports, stop, |address| {
        announce(&name, address, voice);
    })
    .await
}

/// Says where a city is served: the one line that a person and a script wait for.
pub fn announce(name: &str, address: std::net::SocketAddr, voice: Voice) {
    say(&match voice {
        Voice::Machine => json!({ "listening": format!("http://{address}") }).to_string(),
        _ => format!("{name} is at http://{address}"),
    });
}

fn settings(args: &Config) -> Result<Outcome, Failure> {
    let (ConfigWhat::Show(at) | ConfigWhat::Check(at)) = &args.what;
    let settings = Settings::read(&at.city)?;
    let lines = match args.what {
        ConfigWhat::Show(_) => settings.to_toml().lines().map(str::to_owned).collect(),
        ConfigWhat::Check(_) => vec!["the settings are right".to_owned()],
    };
    let facts = serde_json::to_value(&settings).expect("settings are plain data");
    Ok(Outcome { facts, lines })
}

/// What the gate says as a page; nothing where it was not asked: the file could not be read.
fn write_page(path: &Path, ended: &Result<Outcome, Failure>, t: Words) -> Result<(), Failure> {
    let said = match ended {
        Ok(outcome) => Some(&outcome.facts),
        Err(failure) => failure.details.as_ref(),
    };
    let words = panot_catalog::said::of(t.language());
    let Some(page) = said.and_then(|said| panot_catalog::show::refusal::page(words, said)) else {
        return Ok(());
    };
    std::fs::write(path, page).map_err(|error| Failure::disk("write the page", path, &error))
}

fn write_draft(
    path: &Path,
    outcome: &Outcome,
    says: impl Fn(String) -> String,
) -> Result<Outcome, Failure> {
    let text = outcome.facts["draft"].as_str().unwrap_or_default();
    // Never over one that somebody has edited.
    let mut file = std::fs::File::create_new(path)
        .map_err(|error| Failure::disk("write the draft", path, &error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| Failure::disk("write the draft", path, &error))?;
    let facts = json!({ "draft": path });
    let lines = vec![says(path.display().to_string())];
    Ok(Outcome { facts, lines })
}

fn version_of(text: &str) -> Result<(String, u32), Failure> {
    let parsed = text
        .split_once('@')
        .and_then(|(id, n)| Some((id.to_owned(), n.parse().ok()?)));
    parsed.ok_or_else(|| {
        Failure::new(Exit::Usage, format!("{text:?} is no version"))
            .mend("write the dataset, @ and the number: street-trees@3")
    })
}

fn version(voice: Voice) -> String {
    let assets = panot_web::assets::kind();
    let version = env!("CARGO_PKG_VERSION");
    match voice {
        Voice::Machine => json!({ "panot": version, "assets": assets.to_string() }).to_string(),
        _ => format!("panot {version}, {assets}"),
    }
}

fn tell(outcome: &Outcome, voice: Voice) {
    if voice == Voice::Machine {
        say(&outcome.facts.to_string());
    } else {
        outcome.lines.iter().for_each(|line| say(line));
    }
}

/// One line of the result on standard output.
pub fn say(line: &str) {
    // A reader that went away (a closed pipe) has what it wanted.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
