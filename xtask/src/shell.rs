// SPDX-License-Identifier: AGPL-3.0-or-later

//! Running other programs, with a deadline, and leaving nothing behind.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Why a command of ours did not succeed, in words for the person who called it.
pub type Failure = String;

/// The result of a command of ours.
pub type Outcome<T = ()> = Result<T, Failure>;

/// The root of the checkout that this program was started in.
pub fn root() -> PathBuf {
    // Cargo says at run time which checkout it is: the program may have been built in another one
    // that shares the build cache.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent()
        .expect("xtask stands one folder below the root")
        .to_path_buf()
}

/// Where things that are expensive to make are kept between runs, outside every checkout.
pub fn cache() -> Outcome<PathBuf> {
    let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
        (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
        (_, Some(home)) if !home.is_empty() => PathBuf::from(home).join(".cache"),
        _ => return Err("neither XDG_CACHE_HOME nor HOME is set: where is the cache?".to_owned()),
    };
    let folder = base.join("panot");
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    Ok(folder)
}

/// A `cargo` command in the root of the checkout.
///
/// It does not see what the cargo that started us says of this package: build scripts look at such
/// variables (`ring`'s does), and everything above them would be built anew.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    forget_this_package(&mut command);
    command
}

/// Takes away what cargo says about this package: build scripts that look at it would build their
/// crates again, and everything above them.
pub fn forget_this_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_this_package) {
            command.env_remove(name);
        }
    }
}

fn is_about_this_package(variable: &str) -> bool {
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
    ]
    .iter()
    .any(|prefix| variable.starts_with(prefix))
}

/// The folder cargo builds into.
pub fn target_dir() -> Outcome<PathBuf> {
    cargo_metadata::MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()
        .map(|metadata| metadata.target_directory.into_std_path_buf())
        .map_err(|why| format!("cargo metadata: {why}"))
}

/// The binary as people run it: that of `PANOT_BIN`, or the release build, built now.
pub fn panot() -> Outcome<PathBuf> {
    if let Some(program) = std::env::var_os("PANOT_BIN") {
        return Ok(PathBuf::from(program));
    }
    let mut build = cargo(["build", "--release", "--package", "panot"]);
    run(&mut build, Duration::from_mins(40))?;
    Ok(target_dir()?.join("release/panot"))
}

/// Is there a program of this name on the path?
pub fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Runs `command` and fails when it does, or when it takes longer than `limit`.
pub fn run(command: &mut Command, limit: Duration) -> Outcome {
    let name = describe(command);
    let child = command.spawn().map_err(|why| format!("{name}: {why}"))?;
    let status = Running::new(child).wait(&name, limit)?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name}: {status}"))
    }
}

/// Runs `command` quietly and returns what it printed; what it complained about is in the failure.
pub fn read(command: &mut Command) -> Outcome<String> {
    output(command).map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// As [`read`], with what the command complained about while it succeeded.
pub fn read_all(command: &mut Command) -> Outcome<String> {
    let output = output(command)?;
    let both = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&both).into_owned())
}

fn output(command: &mut Command) -> Outcome<Output> {
    let name = describe(command);
    let output = command.output().map_err(|why| format!("{name}: {why}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name}: {}\n{}", output.status, said.trim_end()))
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A program that we started and that does not outlive us: dropping this, Ctrl-C and SIGTERM end it.
pub struct Running {
    child: Child,
    ends_on: &'static str,
    _ends: Cleanup,
}

impl Running {
    /// Takes charge of a child that has been started and that ends on SIGTERM.
    pub fn new(child: Child) -> Self {
        Self::ending_on("TERM", child)
    }

    /// Takes charge of a child that ends, at once and in good order, on another signal.
    pub fn ending_on(ends_on: &'static str, child: Child) -> Self {
        let id = child.id();
        Self {
            child,
            ends_on,
            _ends: Cleanup::new(move || signal(ends_on, id)),
        }
    }

    /// Something that sends the signal that ends the program, callable from elsewhere.
    pub fn stopper(&self) -> impl FnOnce() + Send + 'static {
        let (ends_on, id) = (self.ends_on, self.child.id());
        move || signal(ends_on, id)
    }

    /// The pipes of the child.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Has it ended? Its status then.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits for the end of the program, which may not take longer than `limit`.
    pub fn wait(mut self, name: &str, limit: Duration) -> Outcome<ExitStatus> {
        let clock = Stopwatch::start();
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) if clock.elapsed() < limit => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(None) => return Err(format!("{name}: not done after {} s", limit.as_secs())),
                Err(why) => return Err(format!("{name}: {why}")),
            }
        }
    }

    /// Asks the program to end, and makes it end when it has not within `patience`.
    pub fn stop(&mut self, patience: Duration) {
        let clock = Stopwatch::start();
        if self.ended().is_none() {
            signal(self.ends_on, self.child.id());
        }
        while self.ended().is_none() && clock.elapsed() < patience {
            std::thread::sleep(Duration::from_millis(20));
        }
        if self.ended().is_none() {
            // Already gone is as good as killed.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop(Duration::from_secs(10));
    }
}

fn signal(name: &str, id: u32) {
    // A process that ended meanwhile cannot be signalled, and need not be.
    let _ = Command::new("kill")
        .args(["-s", name, &id.to_string()])
        .output();
}

type Undo = Box<dyn FnOnce() + Send>;

static UNDO: Mutex<Vec<(u64, Undo)>> = Mutex::new(Vec::new());
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Something to undo when we are interrupted; forgotten when this is dropped.
pub struct Cleanup(u64);

impl Cleanup {
    /// Runs `undo` on Ctrl-C and SIGTERM, as long as the result lives.
    pub fn new(undo: impl FnOnce() + Send + 'static) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        UNDO.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((id, Box::new(undo)));
        Self(id)
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        UNDO.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(id, _)| *id != self.0);
    }
}

/// From now on Ctrl-C and SIGTERM first undo what is under way, latest first.
pub fn clean_up_on_signals() {
    let installed = ctrlc::set_handler(|| {
        let mut undo = UNDO.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, undo)) = undo.pop() {
            undo();
        }
        // Still holding the lock: nobody registers anything that would be left behind.
        std::process::exit(130);
    });
    installed.expect("the handler is set once, at the start");
}

/// A folder that goes away with this value, and on Ctrl-C and SIGTERM.
pub struct TempFolder {
    path: PathBuf,
    _goes: Cleanup,
}

impl TempFolder {
    /// Makes `panot-{purpose}-{our process}` among the system's temporary files.
    ///
    /// What a process that was killed without a chance to clean up has left is removed first.
    pub fn new(purpose: &str) -> Outcome<Self> {
        let among = std::env::temp_dir();
        remove_orphans(&among, &format!("panot-{purpose}-"));
        let path = among.join(format!("panot-{purpose}-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        let gone = path.clone();
        Ok(Self {
            path,
            _goes: Cleanup::new(move || drop(std::fs::remove_dir_all(gone))),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        // What cannot be removed now is removed as an orphan by the next run.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn remove_orphans(among: &Path, prefix: &str) {
    for entry in std::fs::read_dir(among).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix)?.parse::<u32>().ok());
        if owner.is_some_and(|id| !alive(id)) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn alive(id: u32) -> bool {
    Command::new("kill")
        .args(["-s", "0", &id.to_string()])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// How long something has taken.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(
        clippy::disallowed_methods,
        reason = "deadlines of checks are in real time"
    )]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let clock = Stopwatch::start();
        let why = run(Command::new("sleep").arg("60"), Duration::from_millis(100));
        assert_eq!(why, Err("sleep 60: not done after 0 s".to_owned()));
        assert!(clock.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_command_that_fails_says_so_with_what_it_printed() {
        let why = read(Command::new("sh").args(["-c", "echo broken >&2; exit 3"]));
        assert_eq!(
            why.expect_err("exit 3"),
            "sh -c echo broken >&2; exit 3: exit status: 3\nbroken"
        );
    }

    #[test]
    fn the_folder_of_a_dead_process_is_removed_and_that_of_a_living_one_is_not() {
        let among = TempFolder::new("test-orphans").expect("temporary files can be made");
        let dead = Command::new("true")
            .spawn()
            .map(|mut child| (child.id(), child.wait()));
        let dead = dead.expect("`true` runs").0;
        let living = std::process::id();
        for id in [dead, living] {
            std::fs::create_dir(among.path().join(format!("panot-x-{id}"))).expect("new folder");
        }
        remove_orphans(among.path(), "panot-x-");
        assert!(!among.path().join(format!("panot-x-{dead}")).exists());
        assert!(among.path().join(format!("panot-x-{living}")).exists());
    }
}
