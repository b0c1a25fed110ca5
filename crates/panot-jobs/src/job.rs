// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a kind of job does.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

type Handler = Arc<dyn Fn(Running) -> BoxFuture<'static, Result<(), Failure>> + Send + Sync>;

/// A kind of job, and what is done for it. A feature hands its list of these to the binary.
#[derive(Clone)]
pub struct Job {
    pub(crate) kind: &'static str,
    pub(crate) attempts_max: u32,
    pub(crate) every: Option<SignedDuration>,
    pub(crate) handler: Handler,
}

impl Job {
    /// A job of this kind (`catalog.announce`). `run` must bear being run twice for the same job.
    pub fn new<F>(kind: &'static str, run: impl Fn(Running) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        Self {
            kind,
            attempts_max: 10,
            every: None,
            handler: Arc::new(move |running| Box::pin(run(running))),
        }
    }

    /// Also runs it by itself: when a runner first sees it, and then in steps of `every`, with an
    /// empty key and no payload. Of several processes at one database, one does.
    #[must_use]
    pub fn every(mut self, every: SignedDuration) -> Self {
        self.every = Some(every);
        self
    }

    /// Gives up after this many attempts instead of ten, which take about a quarter of an hour.
    #[must_use]
    pub fn attempts(mut self, most: u32) -> Self {
        self.attempts_max = most;
        self
    }

    /// The kind.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Job({})", self.kind)
    }
}

/// A job that runs.
#[derive(Debug)]
pub struct Running {
    /// To what it is done.
    pub key: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// Cancelled when the process is to end: a long job may then fail, and is run again later.
    pub stop: CancellationToken,
    pub(crate) payload: Value,
}

impl Running {
    /// The payload as what was enqueued. One that cannot be read will not be readable later either,
    /// so the job is given up.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        T::deserialize(&self.payload)
            .map_err(|error| Failure::Never(format!("the payload cannot be read: {error}")))
    }
}

/// Why a job failed. Every error becomes [`Again`](Self::Again) by `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It may go well later.
    Again(String),
    /// It will never go well.
    Never(String),
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        Self::Again(text)
    }
}
