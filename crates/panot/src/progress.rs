// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a person sees while a command works: a bar on a terminal, plain lines otherwise, JSON
//! lines for machines.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use panot_catalog::import::{Event, Stage};

/// How a command tells what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// A bar if standard error is a terminal, else plain lines.
    Person,
    /// One JSON object a line on standard error; the result on standard output.
    Machine,
    /// Nothing but the result.
    Quiet,
}

/// Tells the progress of one command.
pub struct Teller {
    voice: Voice,
    bar: Option<ProgressBar>,
    said: Mutex<Said>,
}

/// What was said last, so that plain lines do not repeat themselves.
#[derive(Default)]
struct Said {
    stage: Option<Stage>,
    tenths: u64,
}

impl Teller {
    /// A teller for standard error.
    pub fn new(voice: Voice) -> Self {
        let bar = (voice == Voice::Person && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self {
            voice,
            bar,
            said: Mutex::new(Said::default()),
        }
    }

    /// Shows one event.
    pub fn tell(&self, event: &Event) {
        match (&self.bar, self.voice) {
            (_, Voice::Quiet) => {}
            (_, Voice::Machine) => {
                if let Ok(line) = serde_json::to_string(event) {
                    say(&line);
                }
            }
            (Some(bar), Voice::Person) => draw(bar, event),
            (None, Voice::Person) => self.write_plainly(event),
        }
    }

    /// Says one line above the bar.
    pub fn note(&self, line: &str) {
        match (&self.bar, self.voice) {
            (_, Voice::Quiet | Voice::Machine) => {}
            (Some(bar), _) => bar.println(line),
            (None, _) => say(line),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// A line when a stage begins, and one at each tenth of a long stage.
    fn write_plainly(&self, event: &Event) {
        let tenths = event
            .total
            .filter(|&total| total > 0)
            .map_or(0, |t| event.done * 10 / t);
        let mut said = self
            .said
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if said.stage != Some(event.stage) {
            said.stage = Some(event.stage);
            said.tenths = 0;
            say(event.stage.words());
        } else if tenths > said.tenths && event.total.is_some_and(|total| total > 50_000_000) {
            said.tenths = tenths;
            say(&format!(
                "{}: {}0 %, {} rows",
                event.stage.words(),
                tenths,
                event.rows
            ));
        }
    }
}

fn draw(bar: &ProgressBar, event: &Event) {
    match event.total {
        Some(total) if total > 0 => {
            if bar.length() != Some(total) || bar.message() != event.stage.words() {
                bar.set_style(bar_style(event.stage));
                bar.set_length(total);
                bar.reset_eta();
                bar.set_message(event.stage.words());
            }
            bar.set_position(event.done);
            bar.set_prefix(format!("{} rows", event.rows));
        }
        _ => {
            bar.set_style(spinner_style());
            let rows = if event.rows > 0 {
                format!(", {} rows", event.rows)
            } else {
                String::new()
            };
            bar.set_message(format!("{}{rows}", event.stage.words()));
        }
    }
}

/// Reading counts bytes, writing counts rows.
fn bar_style(stage: Stage) -> ProgressStyle {
    let template = match stage {
        Stage::Writing => "{msg:16} {bar:30} {human_pos} of {human_len} rows, {eta} left",
        _ => "{msg:16} {bar:30} {bytes} of {total_bytes}, {prefix}, {eta} left",
    };
    ProgressStyle::with_template(template)
        .expect("the template is a constant")
        .progress_chars("█▉▊▋▌▍▎▏ ")
}

fn spinner_style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}").expect("the template is a constant")
}

fn say(line: &str) {
    // A closed standard error is no reason to stop the work.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
