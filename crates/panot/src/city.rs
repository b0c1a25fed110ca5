// SPDX-License-Identifier: AGPL-3.0-or-later

//! Composition: from a folder and its settings to a running city.

use std::sync::Arc;
use std::time::Duration;

use panot_catalog::catalogue::Catalogue;
use panot_catalog::import::Intake;
use panot_catalog::jobs::{Compared, Means};
use panot_catalog::startup::{self, StartupError};
use panot_catalog::store::datasets;
use panot_core::{Clock, Places, Random, Timestamp};
use panot_db::{Db, Migrations};
use panot_jobs::{Jobs, Runner, Tasks};
use panot_lake::{Lake, Originals, Questions};
use panot_web::draw::{Scene, hero};
use panot_web::{City, CityParts, Feature, Settings};
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::folder::{Folder, Owned};
use crate::orders::{db_failure, lake_failure};

/// The largest places file.
const PLACES_BYTES_MAX: u64 = 64 << 20;
/// How often a command that is done looks whether its background work is done too.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A city whose folder this process owns, with its background work running.
pub struct Running {
    /// Where it is.
    pub folder: Folder,
    /// What it sets.
    pub config: Config,
    /// The city as its pages see it.
    pub city: City,
    /// Where files come in.
    pub intake: Intake,
    /// Work of this process that ends with it.
    pub tasks: Tasks,
    _owned: Owned,
}

impl Running {
    /// Opens the city in `folder`: takes the folder, brings the database up to date, finishes what
    /// a kill left undone, and starts its background work.
    pub async fn open(folder: Folder, config: Config) -> Result<Self, Failure> {
        let owned = folder.own()?;
        folder.prepare()?;
        let (clock, random) = (system_clock(), system_random());
        let places = read_places(&folder)?;
        let db = open_db(&folder, &config).await?;
        let lake = open_lake(&folder.lake(), &clock, &random)?;
        let questions = open_questions(&folder.lake(), &random)?;
        let staging = open_lake(&folder.staging(), &clock, &random)?;
        let originals = Originals::at(folder.originals());
        let intake = intake(&config, places.as_ref(), staging, originals, &random);
        let means = Means {
            db: db.clone(),
            lake: lake.clone(),
            clock: clock.clone(),
            catalogue: Catalogue::at(folder.index()),
            staging: intake.staging.clone(),
            originals: intake.originals.clone(),
            zone: config.time_zone.clone(),
            compared: Compared::default(),
        };
        let features = vec![panot_catalog::feature(&means)];
        migrate(&db, &features, clock.now()).await?;
        let jobs = Jobs::new(clock.clone(), random);
        let hero_svg = drawing(&folder, places.as_ref());
        let settings = settings(&config);
        let parts = CityParts {
            settings,
            db,
            lake,
            questions,
            clock,
            hero_svg,
            places,
            jobs,
        };
        let city = City::new(parts, features);
        belongs_together(&city, &folder).await?;
        startup::finish(&city, &means.catalogue, &intake)
            .await
            .map_err(|error| match error {
                StartupError::Db(error) => db_failure(&error),
                StartupError::Lake(error) => lake_failure(&error),
                StartupError::Catalogue(error) => Failure::new(Exit::Software, error),
            })?;
        let tasks = Tasks::new(CancellationToken::new());
        let kinds: Vec<_> = city
            .features()
            .iter()
            .flat_map(|f| f.jobs.clone())
            .collect();
        let runner = Runner::new(city.db.clone(), city.jobs.clone(), kinds).alone();
        tasks.spawn(runner.run(tasks.stop().clone()));
        Ok(Self {
            folder,
            config,
            city,
            intake,
            tasks,
            _owned: owned,
        })
    }

    /// Waits until nothing is left to do in the background, then ends. What fails is tried again by
    /// the next owner of the folder. `stop` ends the waiting.
    pub async fn finish(self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let waiting = panot_db::read!(self.city.db, "jobs that wait", tx -> panot_db::Error => {
                self.city.jobs.due(tx).await
            });
            if !matches!(waiting, Ok(1..)) {
                break;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        self.end().await;
    }

    /// Ends the background work and closes the database.
    pub async fn end(&self) {
        self.tasks.stop().cancel();
        self.tasks.ended().await;
        self.city.db.close().await;
    }
}

/// The rows and the lake of a city, beside its owner: for reading only.
pub struct Reading {
    /// The rows.
    pub db: Db,
    /// The lake.
    pub lake: Lake,
}

impl Reading {
    /// Opens the city in a folder that somebody else may own.
    pub async fn open(root: &std::path::Path) -> Result<Self, Failure> {
        let folder = Folder::at(root);
        let config = Config::read(folder.root())?;
        let db = open_db(&folder, &config).await?;
        let lake = open_lake(&folder.lake(), &system_clock(), &system_random())?;
        Ok(Self { db, lake })
    }
}

/// Refuses a database that knows nothing of a lake that has tables: start-up would take all of it
/// for rubbish. A mistyped file name in `database` makes such a database.
async fn belongs_together(city: &City, folder: &Folder) -> Result<(), Failure> {
    let known = panot_db::read!(city.db, "datasets there are", tx -> panot_db::Error => {
        datasets::all(tx).await
    })
    .map_err(|error| db_failure(&error))?;
    let lake = folder.lake();
    let tables = std::fs::read_dir(&lake)
        .map_err(|error| Failure::disk("list", &lake, &error))?
        .flatten()
        .filter(|entry| entry.path().join("_delta_log").is_dir())
        .count();
    if known.is_empty() && tables > 0 {
        return Err(Failure::new(
            Exit::Config,
            format!(
                "the database is empty, and the lake has {tables} tables: they are not of one city"
            ),
        )
        .at(folder.root().join(crate::config::FILE).display())
        .mend("correct `database`; to begin anew, move the folder lake/ away"));
    }
    Ok(())
}

/// The tables of every feature, and of what features stand on.
pub const MIGRATIONS: [Migrations; 2] = [panot_catalog::MIGRATIONS, panot_jobs::MIGRATIONS];

async fn migrate(db: &Db, features: &[Feature], now: Timestamp) -> Result<(), Failure> {
    let known = |name| MIGRATIONS.iter().any(|known| known.feature == name);
    let mut all = features.iter().filter_map(|f| f.migrations);
    assert!(
        all.all(|m| known(m.feature)),
        "a copy has every feature's tables"
    );
    db.migrate(&MIGRATIONS, now)
        .await
        .map(|_| ())
        .map_err(|error| db_failure(&error))
}

/// The clock and the randomness of the machine: the only place where either is read.
#[expect(
    clippy::disallowed_methods,
    reason = "everything else is given this clock"
)]
pub fn system_clock() -> Clock {
    Clock::new(|| {
        Timestamp::from_micros(jiff::Timestamp::now().as_microsecond())
            .expect("the machine's clock is within the years that files have")
    })
}

/// The system's own randomness.
pub fn system_random() -> Random {
    Random::new(|bytes| getrandom::fill(bytes).expect("the system has randomness"))
}

fn settings(config: &Config) -> Settings {
    Settings {
        name: config.name.clone(),
        public_url: config.public_url.clone(),
        languages: config.languages.clone(),
        demo: config.demo,
        time_zone: config.time_zone.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        contact: config.contact.clone(),
        spain: config.spain(),
    }
}

async fn open_db(folder: &Folder, config: &Config) -> Result<Db, Failure> {
    let url = config.database_url(folder.root());
    Db::open(&url).await.map_err(|error| db_failure(&error))
}

fn open_lake(root: &std::path::Path, clock: &Clock, random: &Random) -> Result<Lake, Failure> {
    let (clock, random) = (clock.clone(), random.clone());
    let now_ms = Arc::new(move || clock.now().as_micros() / 1_000);
    let names = Arc::new(move || u128::from_le_bytes(random.bytes()));
    let options = panot_lake_engine::Options::new(names, now_ms);
    panot_lake_engine::open(root, options).map_err(|error| lake_failure(&error))
}

/// Where SQL from the public is answered: in processes of this program, started when somebody asks.
fn open_questions(lake: &std::path::Path, random: &Random) -> Result<Questions, Failure> {
    let random = random.clone();
    let names = Arc::new(move || u128::from_le_bytes(random.bytes()));
    let program = this_program().map_err(|error| {
        Failure::new(
            Exit::Software,
            format!("cannot find out where this program lies: {error}"),
        )
    })?;
    let options = panot_lake_engine::PoolOptions::new(program, names);
    panot_lake_engine::questions(lake, options).map_err(|error| lake_failure(&error))
}

/// This program, to be started again. By its name it would be another one once a new release has been
/// put in its place, and one that may not understand what this one says.
fn this_program() -> std::io::Result<std::path::PathBuf> {
    let running = std::path::PathBuf::from("/proc/self/exe");
    if running.exists() {
        return Ok(running);
    }
    std::env::current_exe()
}

fn intake(
    config: &Config,
    places: Option<&Places>,
    staging: Lake,
    originals: Originals,
    random: &Random,
) -> Intake {
    let limits = tabular::source::Limits {
        file_bytes: config.import.file_bytes_max,
        ..tabular::source::Limits::default()
    };
    let options = tabular::import::Options {
        bounds: places.map(|places| {
            let bounds = places.bounds();
            [bounds.west, bounds.south, bounds.east, bounds.north]
        }),
        zone: Some(config.time_zone.clone()),
        refuse_above: Some(config.import.rejected_share_max),
    };
    Intake {
        staging,
        originals,
        limits,
        options,
        random: random.clone(),
    }
}

/// The places of the city, where it has a file of them.
fn read_places(folder: &Folder) -> Result<Option<Places>, Failure> {
    let path = folder.places();
    if !path.is_file() {
        return Ok(None);
    }
    parse_places(&path).map(Some)
}

/// Reads and checks a file of places.
pub fn parse_places(path: &std::path::Path) -> Result<Places, Failure> {
    let disk = |error| Failure::disk("read the places of the city", path, &error);
    let size = std::fs::metadata(path).map_err(disk)?.len();
    if size > PLACES_BYTES_MAX {
        return Err(Failure::new(
            Exit::Data,
            format!("has {size} bytes; {PLACES_BYTES_MAX} is the most"),
        )
        .at(path.display())
        .mend("simplify its outlines: a metre is enough for a map of a city"));
    }
    let text = std::fs::read_to_string(path).map_err(disk)?;
    Places::from_geojson(&text).map_err(|error| {
        Failure::new(Exit::Data, error).at(path.display()).mend(
            "a FeatureCollection of polygons, each with a code and a name; see docs/places.md",
        )
    })
}

/// The drawing of the home page: the city's own `hero.svg`, or one made of its neighbourhoods.
fn drawing(folder: &Folder, places: Option<&Places>) -> Option<String> {
    if let Ok(own) = std::fs::read_to_string(folder.root().join("hero.svg")) {
        return Some(own);
    }
    let outlines = places?.outlines(panot_core::places::PlaceKind::Neighbourhood, 20.0);
    let blocks: Vec<_> = outlines
        .iter()
        .flat_map(|o| o.rings.iter().cloned())
        .collect();
    Some(hero(&Scene {
        blocks: &blocks,
        ..Scene::default()
    }))
}
