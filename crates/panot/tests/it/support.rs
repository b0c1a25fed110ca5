// SPDX-License-Identifier: AGPL-3.0-or-later

//! The real binary, its folders and its server.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// How long a server may take to say where it listens.
const START: Duration = Duration::from_mins(2);

/// A folder for one city, gone when the test ends.
pub struct Folder {
    temporary: tempfile::TempDir,
}

impl Folder {
    /// A folder with an empty city in it.
    pub fn with_city() -> Self {
        let folder = Self::empty();
        let made = folder.panot(&["init", "--name", "Vilanova", folder.city_text()]);
        assert!(made.status.success(), "{}", told(&made));
        folder
    }

    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self {
            temporary: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Where things of this test lie.
    pub fn path(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    /// The city's folder.
    pub fn city(&self) -> PathBuf {
        self.path("city")
    }

    fn city_text(&self) -> &str {
        // Leaking a path per test keeps the calls short.
        Box::leak(self.city().display().to_string().into_boxed_str())
    }

    /// Writes a file and says where.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("the temporary folder can be written");
        path
    }

    /// Runs a command of the binary, in this folder, on this city.
    pub fn panot(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary runs")
    }

    /// A command, not yet run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_panot"));
        command
            .args(args)
            .current_dir(self.temporary.path())
            .env("PANOT_CITY", self.city())
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }

    /// A command that ends when this process does, for a server that no test owns: nobody drops a
    /// static. Its standard input is a pipe of ours, which the system closes.
    pub fn until_we_end(&self, args: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", "\"$@\" </dev/null & cat >/dev/null; kill $!", "sh"])
            .arg(env!("CARGO_BIN_EXE_panot"))
            .args(args)
            .current_dir(self.temporary.path())
            .stdin(Stdio::piped());
        command
    }

    /// Imports and publishes a file that needs no answer; what nobody said about it is filled in.
    pub fn publish(&self, file: &Path, id: &str) -> Value {
        let file = file.display().to_string();
        let args = ["import", &file, "--as", id];
        if !Path::new(&format!("{file}.dataset.toml")).exists() {
            self.describe(&args);
        }
        self.json(&[&args[..], &["--publish"]].concat())
    }

    /// The dataset file that the gate asks for: the draft for what `args` import, filled in.
    pub fn described(&self, args: &[&str]) -> String {
        let draft = self.path("draft.dataset.toml");
        let _ = std::fs::remove_file(&draft);
        let path = draft.display().to_string();
        self.json(&[args, &["--draft-dataset", &path]].concat());
        let text = std::fs::read_to_string(&draft).expect("the draft was written");
        [
            ("licence = ", "CC-BY-4.0"),
            ("theme = ", "envi"),
            ("frequency = ", "annual"),
            ("contact = ", "dades@vilanova.cat"),
        ]
        .iter()
        .fold(text, |text, (key, value)| {
            text.replace(&format!("\n{key}\"\""), &format!("\n{key}\"{value}\""))
        })
        .replace("\"\"", "\"El que hi diu.\"")
    }

    /// Writes that file beside the data file, which `args` name second.
    pub fn describe(&self, args: &[&str]) {
        let text = self.described(args);
        std::fs::write(format!("{}.dataset.toml", args[1]), text)
            .expect("the temporary folder can be written");
    }

    /// Runs a command that must succeed, and reads its JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend_from_slice(args);
        let output = self.panot(&all);
        assert!(output.status.success(), "{args:?}: {}", told(&output));
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{args:?} said no JSON ({error}): {}", told(&output)))
    }

    /// Starts the server on a free port and waits until it says where it listens.
    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve", "--listen", "127.0.0.1:0"]))
    }
}

/// A port that nobody listens on at this moment, for a city whose own address must be right.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").port()
}

/// Everything a command said.
pub fn told(output: &Output) -> String {
    format!(
        "{}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_mins(1)))
        .build()
        .into()
}

fn answered(path: &str, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
    Answer {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        body: answer
            .body_mut()
            .with_config()
            .limit(1 << 30)
            .read_to_vec()
            .unwrap_or_else(|error| panic!("{path}: {error}")),
    }
}

/// A running server, killed when the test ends.
pub struct Server {
    child: Child,
    address: String,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    }
}

impl Server {
    /// Starts `command`, which serves, and waits for the address on its standard output.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let stdout = child.stdout.take().expect("it was piped");
        let stderr = child.stderr.take().expect("it was piped");
        let (said, address) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some(at) = line.find("http://") {
                    let _ = said.send(line[at..].trim().to_owned());
                }
            }
        });
        // Drained, so that a talkative server never waits for a reader; kept for a failure.
        let log = std::thread::spawn(move || {
            BufReader::new(stderr)
                .lines()
                .map_while(Result::ok)
                .collect::<Vec<_>>()
        });
        if let Ok(address) = address.recv_timeout(START) {
            return Self { child, address };
        }
        let _ = child.kill();
        let _ = child.wait();
        panic!("the server did not start: {:?}", log.join());
    }

    /// The full address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address.trim_end_matches('/'))
    }

    /// Asks for a path. Redirects are answers, not followed.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(path, &[])
    }

    /// Sends a form, as a program does.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        let request = agent().post(self.url(path));
        let kind = "application/x-www-form-urlencoded";
        let request = request.header("content-type", kind);
        let request = request.header("accept", "application/json");
        answered(path, request.send(form))
    }

    /// Asks with headers.
    pub fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = agent().get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answered(path, request.call())
    }

    /// Waits for something that a job does after the fact.
    pub fn eventually(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let tries = 600;
        for _ in 0..tries {
            if holds(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("after a minute still not: {what}");
    }

    /// Asks the server to end, as systemd does, and waits.
    pub fn terminate(mut self) -> std::process::ExitStatus {
        signal(&self.child, "TERM");
        self.child.wait().expect("it was started")
    }

    /// Its process.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal by name.
pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(sent.is_ok_and(|status| status.success()), "kill -{name}");
}
