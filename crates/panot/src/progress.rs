// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a person sees while a command works: a bar on a terminal, plain lines otherwise, JSON
//! lines for machines.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use panot_catalog::import::{Event, Stage};

use crate::words::{self, Words};

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
    words: Words,
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
    pub fn new(voice: Voice, words: Words) -> Self {
        let bar = (voice == Voice::Person && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self {
            voice,
            words,
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
            (Some(bar), Voice::Person) => draw(self.words, bar, event),
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
            say(&words::stage(self.words, event.stage));
        } else if tenths > said.tenths && event.total.is_some_and(|total| total > 50_000_000) {
            said.tenths = tenths;
            let stage = words::stage(self.words, event.stage);
            say(&self.words.progress_plain(tenths * 10, event.rows, stage));
        }
    }
}

fn draw(t: Words, bar: &ProgressBar, event: &Event) {
    let stage = words::stage(t, event.stage);
    match event.total {
        Some(total) if total > 0 => {
            if bar.length() != Some(total) || bar.message() != stage {
                bar.set_style(bar_style(t, event.stage));
                bar.set_length(total);
                bar.reset_eta();
                bar.set_message(stage);
            }
            bar.set_position(event.done);
            bar.set_prefix(t.progress_rows(event.rows));
        }
        _ => {
            bar.set_style(spinner_style());
            bar.set_message(if event.rows > 0 {
                format!("{stage}, {}", t.progress_rows(event.rows))
            } else {
                stage
            });
        }
    }
}

/// Reading counts bytes, writing counts rows.
fn bar_style(t: Words, stage: Stage) -> ProgressStyle {
    let counted = match stage {
        Stage::Counting | Stage::Writing => {
            t.progress_of_rows("{human_pos}", "{eta}", "{human_len}")
        }
        _ => t.progress_of_bytes("{bytes}", "{eta}", "{prefix}", "{total_bytes}"),
    };
    ProgressStyle::with_template(&format!("{{msg:16}} {{bar:30}} {counted}"))
        .expect("the template is a constant of each language")
        .progress_chars("█▉▊▋▌▍▎▏ ")
}

fn spinner_style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}").expect("the template is a constant")
}

fn say(line: &str) {
    // A closed standard error is no reason to stop the work.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::{Stage, Words, bar_style};

    #[test]
    fn every_language_has_a_bar_that_can_be_drawn() {
        for language in Words::LANGUAGES {
            let t = Words::of(language);
            let _ = (bar_style(t, Stage::Writing), bar_style(t, Stage::Studying));
        }
    }
}
