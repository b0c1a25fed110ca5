// SPDX-License-Identifier: AGPL-3.0-or-later

//! `panot init`: a new, empty city.

use std::path::Path;

use serde_json::json;

use crate::city::parse_places;
use crate::cli::Init;
use crate::config::{self, Config};
use crate::failure::{Exit, Failure};
use crate::folder::Folder;
use crate::orders::Outcome;

/// Makes the folder, or says why not. Everything is checked before anything is written; the
/// settings come last, so a folder with settings is a whole city.
pub fn init(args: &Init) -> Result<Outcome, Failure> {
    let text = format!(
        "name = {}\npublic_url = {}\ndatabase = {}\n",
        quoted(&args.name),
        quoted(&args.public_url),
        quoted(&args.database)
    );
    make(&args.dir, &text, args.places.as_deref())
}

/// Makes a city with these settings and places.
pub fn make(dir: &Path, settings: &str, places: Option<&Path>) -> Result<Outcome, Failure> {
    let folder = Folder::at(dir);
    if folder.is_city() {
        return Err(Failure::new(Exit::CannotCreate, "there is a city already")
            .at(dir.display())
            .mend("serve it (panot serve), or choose another folder"));
    }
    let checked = Config::parse(settings, &dir.join(config::FILE))?;
    let found = places.map(parse_places).transpose()?;
    folder.prepare()?;
    if let Some(path) = places {
        let text = std::fs::read(path).map_err(|error| Failure::disk("read", path, &error))?;
        folder.write("places.geojson", &text)?;
    }
    folder.write(config::FILE, checked.to_toml().as_bytes())?;
    let mut lines = vec![format!("{} has a folder: {}", checked.name, dir.display())];
    if let Some(places) = &found {
        lines.push(format!(
            "{} districts, {} neighbourhoods",
            places.districts().len(),
            places.neighbourhoods().len()
        ));
    }
    lines.push(format!(
        "next: panot import --city {} FILE --publish",
        dir.display()
    ));
    let facts = json!({
        "city": dir,
        "districts": found.as_ref().map(|places| places.districts().len()),
        "neighbourhoods": found.as_ref().map(|places| places.neighbourhoods().len()),
    });
    Ok(Outcome { facts, lines })
}

/// A TOML string.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
