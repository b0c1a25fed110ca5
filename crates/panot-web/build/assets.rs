// SPDX-License-Identifier: AGPL-3.0-or-later

//! Names every asset by its content, compresses it, and writes the table that `src/assets.rs` reads.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::pack::{brotli, digest, gzip};

/// An asset on its way into the table.
struct Made {
    href: String,
    plain: PathBuf,
    brotli: Option<PathBuf>,
    gzip: Option<PathBuf>,
}

/// Writes `assets.rs` into `out` from our own folder and from what was fetched.
pub fn write(own: &Path, fetched: Option<&Path>, out: &Path) {
    let folder = out.join("embed");
    fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    let mut all: BTreeMap<String, Made> = BTreeMap::new();
    if let Some(fetched) = fetched {
        take_fetched(fetched, &mut all);
    }
    for name in files(own, "img").into_iter().chain(files(own, "js")) {
        let bytes = fs::read(own.join(&name)).expect("listed just now");
        put(&folder, &name, &bytes, &mut all);
    }
    let css = stylesheet(own, &all);
    put(&folder, "city.css", css.as_bytes(), &mut all);
    let table = table(&all, fetched);
    fs::write(out.join("assets.rs"), table).expect("OUT_DIR can be written");
}

/// The names (`img/icon.svg`) of the files in one of our folders.
fn files(own: &Path, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(own.join(folder))
        .expect("the folder is committed")
        .map(|entry| {
            entry
                .expect("a readable folder")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    names
}

/// Names and compresses one of our own files.
fn put(folder: &Path, name: &str, bytes: &[u8], all: &mut BTreeMap<String, Made>) {
    let digest = digest(bytes);
    let (stem, extension) = name.rsplit_once('.').expect("an asset has an extension");
    let flat = format!(
        "{}-{digest}.{extension}",
        stem.rsplit('/').next().unwrap_or(stem)
    );
    let plain = folder.join(&flat);
    let (packed_br, packed_gz) = (
        folder.join(format!("{flat}.br")),
        folder.join(format!("{flat}.gz")),
    );
    // Named by content, so what is there is right, and compressing it again would cost seconds.
    if !(plain.exists() && packed_br.exists() && packed_gz.exists()) {
        fs::write(&plain, bytes).expect("OUT_DIR can be written");
        fs::write(&packed_br, brotli(bytes)).expect("OUT_DIR can be written");
        fs::write(&packed_gz, gzip(bytes)).expect("OUT_DIR can be written");
    }
    let made = Made {
        href: format!("/assets/{flat}"),
        brotli: smaller(&packed_br, bytes.len()),
        gzip: smaller(&packed_gz, bytes.len()),
        plain,
    };
    all.insert(name.to_owned(), made);
}

/// Takes what `build.mjs` made. The map's files share one digest and keep their names, because
/// they load each other by name.
fn take_fetched(fetched: &Path, all: &mut BTreeMap<String, Made>) {
    for folder in ["fonts", "htmx", "maplibre"] {
        let names: Vec<String> = files(fetched, folder)
            .into_iter()
            .filter(|name| {
                Path::new(name)
                    .extension()
                    .is_some_and(|kind| kind != "br" && kind != "gz")
            })
            .collect();
        let read = |name: &String| fs::read(fetched.join(name)).expect("listed just now");
        let together = digest(&names.iter().flat_map(read).collect::<Vec<u8>>());
        for name in names {
            let bytes = read(&name);
            let (stem, extension) = name.rsplit_once('.').expect("an asset has an extension");
            let href = if folder == "maplibre" {
                let file = name.rsplit('/').next().unwrap_or(&name);
                format!("/assets/maplibre-{together}/{file}")
            } else {
                let stem = stem.rsplit('/').next().unwrap_or(stem);
                format!("/assets/{stem}-{}.{extension}", digest(&bytes))
            };
            let plain = fetched.join(&name);
            let made = Made {
                href,
                brotli: smaller(&fetched.join(format!("{name}.br")), bytes.len()),
                gzip: smaller(&fetched.join(format!("{name}.gz")), bytes.len()),
                plain,
            };
            all.insert(name, made);
        }
    }
}

/// The compressed file, if it is smaller than the plain one.
fn smaller(packed: &Path, plain: usize) -> Option<PathBuf> {
    let size = fs::metadata(packed).ok()?.len();
    (usize::try_from(size).ok()? < plain).then(|| packed.to_owned())
}

/// Our stylesheet, with the typefaces when there are any, and every `url(name)` by its real name.
fn stylesheet(own: &Path, all: &BTreeMap<String, Made>) -> String {
    let mut css = String::new();
    if all.contains_key("fonts/alegreya-800.woff2") {
        css.push_str(&fs::read_to_string(own.join("typefaces.css")).expect("it is committed"));
    }
    css.push_str(&fs::read_to_string(own.join("city.css")).expect("it is committed"));
    css.push_str(&fs::read_to_string(own.join("draw.css")).expect("it is committed"));
    let css = dark_for_devices(&without_comments(&css));
    let mut out = String::with_capacity(css.len());
    let mut rest = css.as_str();
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        let end = after.find(')').expect("an url() is closed");
        let name = &after[..end];
        let made = all
            .get(name)
            .unwrap_or_else(|| panic!("city.css names {name}, which is no asset"));
        let _ = write!(out, "{before}{}", made.href);
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// Repeats the dark tokens for devices that ask for them, unless the person chose light.
fn dark_for_devices(css: &str) -> String {
    const DARK: &str = ":root[data-look=dark]{";
    let at = css.find(DARK).expect("city.css has dark tokens");
    let end = at + css[at..].find('}').expect("the block is closed") + 1;
    let tokens = &css[at + DARK.len()..end];
    let (before, after) = css.split_at(end);
    format!(
        "{before}\n@media (prefers-color-scheme:dark){{:root:not([data-look=light]){{{tokens}}}{after}"
    )
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find("*/").expect("a comment is closed");
        rest = &rest[at + end + 2..];
    }
    out.push_str(rest);
    let lines: Vec<&str> = out
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

fn table(all: &BTreeMap<String, Made>, fetched: Option<&Path>) -> String {
    let mut out = String::new();
    let include = |path: &Option<PathBuf>| match path {
        Some(path) => format!("include_bytes!({:?})", path.display().to_string()),
        None => "&[]".to_owned(),
    };
    out.push_str("static ASSETS: &[Asset] = &[\n");
    for (name, made) in all {
        let _ = writeln!(
            out,
            "    Asset {{ name: {name:?}, href: {:?}, kind: {:?}, plain: {}, brotli: {}, gzip: {} }},",
            made.href,
            kind(name),
            include(&Some(made.plain.clone())),
            include(&made.brotli),
            include(&made.gzip),
        );
    }
    out.push_str("];\nstatic EMBEDDED: &[Embedded] = &[\n");
    if let Some(fetched) = fetched {
        let works = fs::read_to_string(fetched.join("works.txt")).expect("build.mjs wrote it");
        for work in works.lines() {
            let mut parts = work.split('\t');
            let mut part = || parts.next().expect("build.mjs writes four parts");
            let (name, version, licence) = (part(), part(), part());
            let text = fetched.join(part()).display().to_string();
            let _ = writeln!(
                out,
                "    Embedded {{ name: {name:?}, version: {version:?}, licence: {licence:?}, \
                 text: include_str!({text:?}) }},"
            );
        }
    }
    let kind = if fetched.is_some() {
        "full"
    } else {
        "system typefaces"
    };
    let _ = writeln!(out, "];\nstatic KIND: &str = {kind:?};");
    out
}

/// The media type of a name.
fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
