// SPDX-License-Identifier: AGPL-3.0-or-later

//! `panot demo`: an invented city, whole.
//!
//! The town hall's files are written as messy as real ones and go in through the same orders as any
//! file. The city is made beside its place and moved there when it is whole, so a demonstration that
//! was interrupted is begun again and never served half.

use std::path::{Path, PathBuf};

use invented_city::City as Invented;
use panot_catalog::import::{Found, Request, Sidecar};
use panot_web::draw::{Scene, hero};

use crate::city::Running;
use crate::cli::Demo;
use crate::commands::{announce, init};
use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::folder::{Folder, sync_folder};
use crate::orders::{self, Order};
use crate::progress::{Teller, Voice};
use crate::serve::Ports;
use crate::words::Words;
use crate::{log, serve};

/// Makes the city if it is not there, and serves it.
pub async fn demo(args: &Demo, voice: Voice, t: Words) -> Result<(), Failure> {
    let stop = serve::stop_on_signals();
    let folder = Folder::at(&args.dir);
    let metrics = if folder.is_city() {
        invented(&folder)?.metrics
    } else {
        None
    };
    // Before the minutes that making a city takes.
    let ports = if args.no_serve {
        None
    } else {
        Some(Ports::take(&folder, args.listen, metrics).await?)
    };
    if !folder.is_city() {
        tokio::select! {
            made = make(args, voice, t) => made?,
            () = stop.cancelled() => {
                return Err(Failure::new(Exit::TryAgain, "it was interrupted")
                    .mend("run it again; the city is begun anew"));
            }
        }
    }
    let Some(ports) = ports else {
        return Ok(());
    };
    let settings = Config::read(folder.root())?;
    log::begin(&settings.log)?;
    let running = Running::open(folder, settings).await?;
    let name = running.config.name.clone();
    serve::serve(running, ports, stop, |address| {
        announce(&name, address, voice);
    })
    .await
}

/// The settings of a demonstration. Refuses a city that people live in: its pages would say nothing of
/// being invented, and whoever asked for a demonstration expects one that may be thrown away.
fn invented(folder: &Folder) -> Result<Config, Failure> {
    let settings = Config::read(folder.root())?;
    if settings.demo {
        return Ok(settings);
    }
    let what = format!("{} is a real city, and no demonstration", settings.name);
    Err(Failure::new(Exit::CannotCreate, what)
        .at(folder.root().display())
        .mend("choose another folder with --dir, or serve this city with panot serve --city"))
}

async fn make(args: &Demo, voice: Voice, t: Words) -> Result<(), Failure> {
    if std::fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(
            Failure::new(Exit::CannotCreate, "it is not empty and holds no city")
                .at(args.dir.display())
                .mend("choose another folder with --dir"),
        );
    }
    let teller = Teller::new(voice, t);
    let part = beside(&args.dir);
    let disk = |doing: &'static str| {
        let part = part.clone();
        move |error: std::io::Error| Failure::disk(doing, &part, &error)
    };
    if part.exists() {
        std::fs::remove_dir_all(&part).map_err(disk("remove what was interrupted in"))?;
    }
    teller.note("drawing a city and its town hall's files");
    let (seed, residents, into) = (args.seed, args.residents, part.join("town-hall"));
    let (invented, files) = tokio::task::spawn_blocking(move || {
        let invented = Invented::new(seed, residents);
        invented.write_to(&into).map(|files| (invented, files))
    })
    .await
    .map_err(|error| Failure::new(Exit::Software, error))?
    .map_err(disk("write the town hall's files in"))?;
    found(&part, &invented, args)?;
    Box::pin(take_in(&part, &files, &teller, t)).await?;
    std::fs::rename(&part, &args.dir).map_err(disk("move the finished city from"))?;
    sync_folder(
        args.dir
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new(".")),
    )?;
    teller.finish();
    Ok(())
}

/// What a catalogue in Spain says besides. The code has the form of a town's, and no town has it.
const PUBLISHER: &str =
    "[publisher]\ndir3 = \"L01089999\"\nsector = \"sector-publico\"\nlicence = \"CC-BY-4.0\"\n";

/// A name beside the city's folder, on the same disk.
fn beside(dir: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(dir.file_name().unwrap_or("city".as_ref()));
    name.push(".new");
    dir.with_file_name(name)
}

/// Settings, places and the drawing of the home page.
fn found(part: &Path, invented: &Invented, args: &Demo) -> Result<(), Failure> {
    let settings = format!(
        "name = {}\npublic_url = \"http://{}\"\nlisten = \"{1}\"\ndemo = true\n\n{PUBLISHER}",
        init::quoted(invented.name()),
        args.listen
    );
    init::make(
        part,
        &settings,
        Some(&part.join("town-hall/places.geojson")),
    )?;
    Folder::at(part).write("hero.svg", drawing(invented).as_bytes())
}

fn drawing(invented: &Invented) -> String {
    let blocks: Vec<_> = invented.blocks().collect();
    let green: Vec<_> = invented.parks().flat_map(|(_, rings)| rings).collect();
    let coast = invented.coast();
    hero(&Scene {
        view: Some(invented.viewpoint()),
        blocks: &blocks,
        green: &green,
        sand: &coast.beaches,
        water: &[coast.sea],
    })
}

/// Takes the town hall's files in, each with what its office says about it, and publishes them.
async fn take_in(part: &Path, files: &[PathBuf], teller: &Teller, t: Words) -> Result<(), Failure> {
    let settings = Config::read(part)?;
    let running = Running::open(Folder::at(part), settings).await?;
    let stop = tokio_util::sync::CancellationToken::new();
    for file in files {
        let order = Order::Import {
            request: Box::new(Request {
                recipe: Some(sidecar(file, "recipe.toml")?),
                dataset: Some(sidecar(file, "dataset.toml")?),
                file: std::path::absolute(file)
                    .map_err(|error| Failure::disk("find", file, &error))?,
                ..Request::default()
            }),
            publish: true,
            note: String::new(),
        };
        let outcome =
            orders::carry_out(&running, order, t, &|event| teller.tell(&event), &stop).await?;
        outcome.lines.iter().for_each(|line| teller.note(line));
    }
    running.finish(&stop).await;
    Ok(())
}

fn sidecar(file: &Path, name: &str) -> Result<Sidecar, Failure> {
    let path = file.with_file_name(name);
    let text =
        std::fs::read_to_string(&path).map_err(|error| Failure::disk("read", &path, &error))?;
    Ok(Sidecar {
        place: path.display().to_string(),
        text,
        found: Found::Named,
    })
}
