// SPDX-License-Identifier: AGPL-3.0-or-later

//! `cargo xtask bench`: Panot beside DuckDB, on one machine, one after the other, and the crates'
//! own benches. The result is `docs/bench.md`; nothing fails because something was slow.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::shell::{self, Outcome, Running, Stopwatch, TempFolder};
use crate::{postgres, python};

const LIMIT: Duration = Duration::from_hours(1);

/// 20 stations × 6 magnitudes × 18,016 hours: two years of a city's air.
const STATIONS: u32 = 20;
const MAGNITUDES: u32 = 6;
const HOURS: u32 = 18_016;

/// How many times as many rows the long file has, to see that memory does not follow.
const LONG: u32 = 5;

const IMPORTS: usize = 3;
const PAGES: usize = 50;
const QUESTIONS: usize = 10;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Panot beside its peer, and the crates' own benches.
    All,
    /// Only Panot beside its peer.
    Peers,
}

/// Runs everything and writes the report.
pub fn run(what: What) -> Outcome {
    let python = python::interpreter()?;
    let panot = shell::panot()?;
    let folder = TempFolder::new("bench")?;
    let csv = folder.path().join("air.csv");
    write_csv(&csv, HOURS).map_err(|why| format!("{}: {why}", csv.display()))?;

    let ours = ours(&panot, &csv, folder.path())?;
    let peer = peer(&python, &csv, folder.path())?;
    let benches = match what {
        What::All => benches()?,
        What::Peers => Times::new(),
    };
    let report = report(&ours, &peer, &benches)?;
    println!("{report}");
    if what == What::All {
        let path = shell::root().join("docs/bench.md");
        std::fs::write(&path, &report).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    Ok(())
}

/// Seconds by what was done.
type Times = BTreeMap<String, f64>;

/// The file to take in: in the order of time, as a town hall's export is, with one to three decimals.
fn write_csv(path: &Path, hours: u32) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "station,magnitude,moment,value")?;
    // A generator of Lehmer's: the same file on every machine.
    let mut state: u64 = 42;
    for hour in 0..hours {
        let (day, of_day) = (hour / 24, hour % 24);
        // Months of 28 days: they matter to the grouping, the calendar does not.
        let (year, month, date) = (2023 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
        for station in 1..=STATIONS {
            for magnitude in 1..=MAGNITUDES {
                state = state * 48_271 % 2_147_483_647;
                let (whole, parts) = (state % 120, state / 120 % 1000);
                writeln!(
                    out,
                    "{station},{magnitude},{year}-{month:02}-{date:02}T{of_day:02}:00:00Z,\
                     {whole}.{parts:03}"
                )?;
            }
        }
    }
    out.into_inner()?.sync_all()
}

/// What the gate asks to be said before a table is public.
fn described() -> String {
    let column = |name: &str| {
        format!(
            "[[columns]]\nname = \"{name}\"\ntitle = \"{name}\"\ndescription = \"Made up.\"\nunit = \"1\"\n"
        )
    };
    let columns: String = ["station", "magnitude", "moment", "value"]
        .into_iter()
        .map(column)
        .collect();
    format!(
        "title = \"Air\"\ndescription = \"Made up.\"\npublisher = \"Bench\"\nlicence = \"CC0-1.0\"\n\
         theme = \"envi\"\nfrequency = \"hourly\"\ncontact = \"bench@example.org\"\n{columns}"
    )
}

fn ours(panot: &Path, csv: &Path, folder: &Path) -> Outcome<Times> {
    let city = folder.join("city");
    let address = SocketAddr::from(([127, 0, 0, 1], postgres::free_port()?));
    let mut init = Command::new(panot);
    init.args(["init", "--name", "Bench"]).arg(&city);
    shell::read(&mut init)?;

    let recipe = folder.join("recipe.toml");
    let order = r#"["station", "magnitude", "moment"]"#;
    std::fs::write(&recipe, format!("key = {order}\nsort = {order}\n"))
        .map_err(|why| format!("{}: {why}", recipe.display()))?;
    let dataset = folder.join("dataset.toml");
    std::fs::write(&dataset, described()).map_err(|why| format!("{}: {why}", dataset.display()))?;

    let mut times = Times::new();
    let import = |csv: &Path, name: &str| {
        let mut import = Command::new(panot);
        import.args(["import", "--quiet", "--publish", "--as", name, "--recipe"]);
        import.arg(&recipe).arg("--dataset").arg(&dataset);
        watch(import.arg("--city").arg(&city).arg(csv))
    };
    let mut imports = Vec::new();
    for run in 1..=IMPORTS {
        let (seconds, peak_mb) = import(csv, &format!("air-{run}"))?;
        imports.push(seconds);
        times.insert("import, peak MB".to_owned(), peak_mb);
    }
    times.insert("import".to_owned(), median(imports));
    let long = folder.join("long.csv");
    write_csv(&long, HOURS * LONG).map_err(|why| format!("{}: {why}", long.display()))?;
    let (seconds, peak_mb) = import(&long, "air-long")?;
    times.insert("long import".to_owned(), seconds);
    times.insert("long import, peak MB".to_owned(), peak_mb);

    let mut serve = Command::new(panot);
    serve
        .args(["serve", "--listen", &address.to_string(), "--city"])
        .arg(&city);
    let child = serve
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        // A line for each request would be most of what is measured.
        .stderr(Stdio::null())
        .spawn();
    let mut server = Running::new(child.map_err(|why| format!("panot serve: {why}"))?);
    let clock = Stopwatch::start();
    while TcpStream::connect(address).is_err() {
        if server.ended().is_some() || clock.elapsed() > Duration::from_mins(1) {
            return Err("panot serve does not answer".to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let page = "/data/air-1/rows.json?f.station=7&f.magnitude=3&size=100";
    times.insert(
        "page".to_owned(),
        median(repeat(PAGES, || get(address, page))?),
    );

    let question = "SELECT station, date_trunc('month', moment) AS month, avg(value) AS mean \
                    FROM \"air-1\" GROUP BY 1, 2 ORDER BY 1, 2";
    let ask = || {
        let mut sql = Command::new(panot);
        shell::read(
            sql.args(["sql", "--json", "--city"])
                .arg(&city)
                .arg(question),
        )
        .map(drop)
    };
    times.insert("group".to_owned(), median(repeat(QUESTIONS, ask)?));
    Ok(times)
}

fn peer(python: &Path, csv: &Path, folder: &Path) -> Outcome<Times> {
    let script = shell::root().join("xtask/python/peers.py");
    let said = shell::read(Command::new(python).arg(script).arg(csv).arg(folder))?;
    let numbers = said.lines().filter_map(|line| {
        let (name, seconds) = line.split_once(' ')?;
        Some((name.to_owned(), seconds.parse().ok()?))
    });
    Ok(numbers.collect())
}

/// Runs a program to its end: seconds, and the most memory it held.
fn watch(command: &mut Command) -> Outcome<(f64, f64)> {
    let clock = Stopwatch::start();
    let child = command
        .stdout(Stdio::null())
        .spawn()
        .map_err(|why| format!("panot: {why}"))?;
    let status_file = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut running = Running::new(child);
    let mut peak_mb: f64 = 0.0;
    let status = loop {
        if let Some(status) = running.ended() {
            break status;
        }
        let status = std::fs::read_to_string(&status_file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        peak_mb = peak_mb.max(kb.unwrap_or(0.0) / 1024.0);
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = clock.elapsed().as_secs_f64();
    if status.success() {
        Ok((seconds, peak_mb))
    } else {
        Err(format!("panot import: {status}"))
    }
}

fn repeat(times: usize, mut work: impl FnMut() -> Outcome) -> Outcome<Vec<f64>> {
    (0..times)
        .map(|_| {
            let clock = Stopwatch::start();
            work()?;
            Ok(clock.elapsed().as_secs_f64())
        })
        .collect()
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}

/// One whole answer over HTTP, which must be a good one.
fn get(address: SocketAddr, path: &str) -> Outcome {
    let answer = TcpStream::connect(address).and_then(|mut stream| {
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    });
    let answer = answer.map_err(|why| format!("{path}: {why}"))?;
    if answer.starts_with(b"HTTP/1.1 200") {
        return Ok(());
    }
    let head: Vec<u8> = answer
        .into_iter()
        .take_while(|byte| *byte != b'\r')
        .collect();
    Err(format!("{path}: {}", String::from_utf8_lossy(&head)))
}

/// The crates' own benches: name and mean in seconds.
fn benches() -> Outcome<Times> {
    let results = shell::target_dir()?.join("criterion");
    // What is left of earlier runs may be of benches that are no more.
    let _ = std::fs::remove_dir_all(&results);
    shell::run(
        &mut shell::cargo(["bench", "--workspace", "--benches"]),
        LIMIT,
    )?;
    let mut times = Times::new();
    let mut todo = vec![results.clone()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.ends_with("new/estimates.json") {
                let name = path
                    .ancestors()
                    .nth(2)
                    .and_then(|bench| bench.strip_prefix(&results).ok());
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                if let (Some(name), Some(mean)) = (name, criterion_mean(&text)) {
                    times.insert(name.display().to_string(), mean);
                }
            }
        }
    }
    Ok(times)
}

/// `{"mean":{"confidence_interval":{…},"point_estimate":1234.5,…` in nanoseconds.
fn criterion_mean(estimates: &str) -> Option<f64> {
    let mean = estimates.split_once("\"mean\"")?.1;
    let number = mean.split_once("\"point_estimate\":")?.1;
    let end = number.find([',', '}'])?;
    number[..end]
        .trim()
        .parse::<f64>()
        .ok()
        .map(|nanoseconds| nanoseconds / 1e9)
}

fn report(ours: &Times, peer: &Times, benches: &Times) -> Outcome<String> {
    let rows = u64::from(STATIONS) * u64::from(MAGNITUDES) * u64::from(HOURS);
    let mut lines = vec![format!(
        "# Measured\n\nMade by `cargo xtask bench`; the two columns come from one run on one \
         machine, so their ratio says more than the seconds. {rows} rows: {STATIONS} stations, \
         {MAGNITUDES} magnitudes, {HOURS} hours.\n\n\
         | what | Panot | DuckDB | Panot ÷ DuckDB |\n| --- | ---: | ---: | ---: |"
    )];
    for (name, what) in [
        (
            "import",
            "a CSV typed, sorted, written, synced (Panot: and published)",
        ),
        (
            "page",
            "100 rows of one station and magnitude (Panot: over HTTP)",
        ),
        (
            "group",
            "the mean by station and month (Panot: as a command, with its start)",
        ),
    ] {
        let (Some(ours), Some(peer)) = (ours.get(name), peer.get(name)) else {
            return Err(format!("nobody measured {name}"));
        };
        let ratio = ours / peer;
        lines.push(format!(
            "| {what} | {} | {} | {ratio:.2} |",
            shown(*ours),
            shown(*peer)
        ));
    }
    if let Some(peak) = ours.get("import, peak MB") {
        lines.push(format!("\nPanot's import held at most {peak:.0} MB."));
    }
    if let (Some(seconds), Some(peak)) = (ours.get("long import"), ours.get("long import, peak MB"))
    {
        lines.push(format!(
            "A file of {} rows took {} and at most {peak:.0} MB.",
            rows * u64::from(LONG),
            shown(*seconds)
        ));
    }
    if !benches.is_empty() {
        lines.push("\n| bench | mean |\n| --- | ---: |".to_owned());
    }
    lines.extend(
        benches
            .iter()
            .map(|(name, mean)| format!("| {name} | {} |", shown(*mean))),
    );
    lines.push(String::new());
    Ok(lines.join("\n"))
}

fn shown(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 1e-3 => format!("{:.1} ms", s * 1e3),
        s => format!("{:.1} µs", s * 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criterions_mean_is_read_in_seconds() {
        let text = r#"{"mean":{"confidence_interval":{"lower_bound":1.0},"point_estimate":2500.0,
            "standard_error":1.0},"median":{"point_estimate":9.0}}"#;
        assert_eq!(criterion_mean(text).map(shown).as_deref(), Some("2.5 µs"));
    }

    #[test]
    fn the_median_of_runs_is_one_of_them() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
