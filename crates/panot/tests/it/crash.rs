// SPDX-License-Identifier: AGPL-3.0-or-later

//! A publication that is killed: afterwards the old or the new version is there, whole.
//!
//! Twice: with the disk as the system leaves it, and with a disk that forgets what was not synced
//! (`tests/shim/forget.c` says what that models).

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use panot_core::Random;

use super::support::{Folder, signal, told};

/// Rows of a version: enough for several blocks and a file of some hundred kilobytes.
const ROWS: u32 = 30_000;

fn table(version: u32) -> String {
    let rows = (0..ROWS).map(|n| {
        format!(
            "{n};{}\n",
            u64::from(n) * 7_919 % 100_003 + u64::from(version)
        )
    });
    std::iter::once("id;valor\n".to_owned())
        .chain(rows)
        .collect()
}

/// What a version's sum must be.
fn sum(version: u32) -> u64 {
    (0..ROWS)
        .map(|n| u64::from(n) * 7_919 % 100_003 + u64::from(version))
        .sum()
}

/// The newest version, after checking that each is whole, for us and in the Delta log's own files.
fn check(folder: &Folder, published: u32, all: bool) -> u32 {
    let newest = (published..=published + 1)
        .rev()
        .find(|n| {
            *n == 0
                || folder
                    .panot(&["sql", &format!("SELECT 1 FROM \"t@{n}\" LIMIT 1")])
                    .status
                    .success()
        })
        .unwrap_or(0);
    assert!(
        newest >= published,
        "version {published} was acknowledged, {newest} is there"
    );
    // Versions never change: each is read twice after it came, and all of them at the end.
    let from = if all {
        1
    } else {
        newest.saturating_sub(1).max(1)
    };
    for version in from..=newest {
        let output = folder.panot(&[
            "sql",
            &format!("SELECT count(*), sum(valor) FROM \"t@{version}\""),
        ]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text.lines().nth(1).unwrap_or_default();
        assert_eq!(
            line,
            format!("{ROWS},{}", sum(version)),
            "version {version}: {}",
            told(&output)
        );
    }
    let well = folder.panot(&["doctor"]);
    assert!(well.status.success(), "{}", told(&well));
    newest
}

/// Publishes versions over and over, killing each try at a random moment, `kills` times.
fn kill_over_and_over(kills: u32, forget: bool) {
    let random = Random::seeded(20_261_125);
    let mut folder = Folder::with_city();
    let first = folder.file("t.csv", table(1));
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a publication takes on this machine"
    )]
    let begun = Instant::now();
    folder.publish(&first, "t");
    let whole = begun.elapsed();
    let mut published = 1;
    let (mut old, mut new) = (0, 0);
    for _ in 0..kills {
        let file = folder
            .file("t.csv", table(published + 1))
            .display()
            .to_string();
        let shadow = folder.path("shadow");
        let mut command = folder.command(&["import", &file, "--as", "t", "--publish"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if forget {
            remember(&folder.city(), &shadow);
            command
                .env("LD_PRELOAD", shim())
                .env("FORGET_ROOT", folder.city())
                .env("FORGET_SHADOW", &shadow);
        }
        let mut child = command.spawn().expect("the binary runs");
        let micros = u64::try_from(whole.as_micros()).unwrap_or(1_000_000) * 5 / 4;
        std::thread::sleep(Duration::from_micros(random.number() % micros.max(1)));
        let done = child.try_wait().expect("it was started");
        signal_if_running(&child, done.is_some());
        let acknowledged = child.wait().expect("it was started").success();
        if forget {
            folder = cut(folder, &shadow);
        }
        let newest = check(&folder, published + u32::from(acknowledged), false);
        if newest > published {
            new += 1;
        } else {
            old += 1;
        }
        published = newest;
    }
    check(&folder, published, true);
    eprintln!("{kills} kills: {old} times the old version, {new} times the new one");
    assert!(
        old > 0 && new > 0,
        "the moments were not spread: {old} old, {new} new"
    );
}

fn signal_if_running(child: &std::process::Child, done: bool) {
    if !done {
        signal(child, "KILL");
    }
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new_version_whole() {
    kill_over_and_over(50, false);
}

#[test]
fn a_power_cut_at_any_moment_leaves_the_old_or_the_new_version_whole() {
    kill_over_and_over(50, true);
}

/// The shim, compiled once per test run.
fn shim() -> PathBuf {
    static SHIM: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    SHIM.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shim/forget.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("forget.so");
        let made = std::process::Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .status();
        assert!(
            made.is_ok_and(|status| status.success()),
            "cc compiles the shim"
        );
        library
    })
    .clone()
}

/// The key under which the shim keeps a file: inode and birth time.
fn key(path: &Path) -> String {
    let meta = std::fs::symlink_metadata(path).expect("it was just listed");
    let born = meta.created().expect("the disk knows when a file was made");
    let since = born
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    format!(
        "{}-{}.{:09}",
        meta.ino(),
        since.as_secs(),
        since.subsec_nanos()
    )
}

/// Fills the shadow with everything that is on the disk now: before the cut all of it was synced.
fn remember(city: &Path, shadow: &Path) {
    let _ = std::fs::remove_dir_all(shadow);
    for part in ["files", "folders"] {
        std::fs::create_dir_all(shadow.join(part)).expect("the temporary folder can be written");
    }
    remember_folder(city, shadow);
}

fn remember_folder(folder: &Path, shadow: &Path) {
    let mut listing = String::new();
    for entry in std::fs::read_dir(folder).expect("it is a folder").flatten() {
        let (path, name) = (
            entry.path(),
            entry.file_name().to_string_lossy().into_owned(),
        );
        let kind = entry.file_type().expect("it was just listed");
        let letter = if kind.is_dir() {
            'd'
        } else if kind.is_file() {
            'f'
        } else {
            'o'
        };
        listing.extend([format!("{letter} {} {name}\n", key(&path))]);
        if kind.is_dir() {
            remember_folder(&path, shadow);
        } else if kind.is_file() {
            std::fs::copy(&path, shadow.join("files").join(key(&path))).expect("there is room");
        }
    }
    std::fs::write(shadow.join("folders").join(key(folder)), listing).expect("there is room");
}

/// Cuts the power: the city becomes what its disk still holds.
fn cut(folder: Folder, shadow: &Path) -> Folder {
    let city = folder.city();
    let rebuilt = folder.path("rebuilt");
    rebuild(&key(&city), shadow, &rebuilt, &mut BTreeMap::new());
    std::fs::remove_dir_all(&city).expect("it can be removed");
    std::fs::rename(&rebuilt, &city).expect("one disk");
    folder
}

/// `made` keeps hard links what they were.
fn rebuild(key: &str, shadow: &Path, to: &Path, made: &mut BTreeMap<String, PathBuf>) {
    std::fs::create_dir_all(to).expect("there is room");
    let listing = std::fs::read_to_string(shadow.join("folders").join(key)).unwrap_or_default();
    for line in listing.lines() {
        let mut parts = line.splitn(3, ' ');
        let (Some(letter), Some(key), Some(name)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let path = to.join(name);
        match letter {
            "d" => rebuild(key, shadow, &path, made),
            "f" => {
                if let Some(other) = made.get(key) {
                    std::fs::hard_link(other, &path).expect("one disk");
                } else {
                    let bytes = std::fs::read(shadow.join("files").join(key)).unwrap_or_default();
                    std::fs::write(&path, bytes).expect("there is room");
                    made.insert(key.to_owned(), path);
                }
            }
            _ => {}
        }
    }
}
