// SPDX-License-Identifier: AGPL-3.0-or-later

//! Listening with bounded patience: a reader who stops reading, or nearly, is let go.
//!
//! An answer that nobody takes holds what it is made of: an open file, a scan of the lake, a turn
//! that somebody else waits for. The server cannot tell a sleeping laptop from a person who means
//! harm, so both get the same time.
//!
//! HTTP/1 only: there the kernel says whether bytes are taken. In HTTP/2 a reader can hold hundreds
//! of answers by never opening their windows, and nothing would be waiting to be written. A proxy
//! before us speaks HTTP/2 with visitors and HTTP/1 with us.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

/// How long a connection may take less than [`LEAST`] of the bytes that are ready for it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The least that a reader takes in that time, in bytes: a tenth of what the worst line carries.
pub const LEAST: usize = 32 << 10;

/// How HTTP/2 begins, and nothing else does.
const HTTP_2: &[u8] = b"PRI * HTTP/2.0";

/// A listener whose connections end when their reader takes next to nothing for a while.
#[derive(Debug)]
pub struct Patient {
    listener: TcpListener,
    patience: Duration,
}

impl Patient {
    /// Listens with the usual [`PATIENCE`].
    pub fn new(listener: TcpListener) -> Self {
        Self::for_as_long_as(listener, PATIENCE)
    }

    /// Listens with this much patience.
    pub fn for_as_long_as(listener: TcpListener, patience: Duration) -> Self {
        Self { listener, patience }
    }
}

impl Listener for Patient {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (io, peer) = Listener::accept(&mut self.listener).await;
        let connection = Connection {
            io,
            patience: self.patience,
            ends: None,
            taken: 0,
            begun: 0,
        };
        (connection, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The address at the other end of a connection, as the server sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// A connection with bounded patience.
#[derive(Debug)]
pub struct Connection {
    io: TcpStream,
    patience: Duration,
    /// When it ends, while bytes wait to be taken.
    ends: Option<Pin<Box<Sleep>>>,
    /// Bytes that were taken since then.
    taken: usize,
    /// How many of its first bytes are those of HTTP/2; `usize::MAX` once one was not.
    begun: usize,
}

impl Connection {
    /// What came of writing: as it is, or an error once too little was taken for too long.
    fn bounded(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(written) = written {
            self.taken = self.taken.saturating_add(*written.as_ref().unwrap_or(&0));
            if self.taken >= LEAST {
                self.ends = None;
            }
            return Poll::Ready(written);
        }
        self.waited(context)?;
        Poll::Pending
    }

    /// Counts the time in which bytes wait to be taken.
    fn waited(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        if self.ends.is_none() {
            self.taken = 0;
        }
        let patience = self.patience;
        let ends = self.ends.get_or_insert_with(|| Box::pin(sleep(patience)));
        match ends.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(()),
        }
    }

    /// Refuses a connection that begins as HTTP/2 does.
    fn begins(&mut self, bytes: &[u8]) -> io::Result<()> {
        for byte in bytes {
            let Some(expected) = HTTP_2.get(self.begun) else {
                break;
            };
            self.begun = if byte == expected {
                self.begun + 1
            } else {
                usize::MAX
            };
        }
        if self.begun == HTTP_2.len() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "HTTP/1 only"));
        }
        Ok(())
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(context, buffer))?;
        Poll::Ready(self.begins(&buffer.filled()[before..]))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(context, bytes);
        self.bounded(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(context, pieces);
        self.bounded(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    // A TCP stream flushes and shuts down at once: only writing waits for the reader. It is flushed
    // when all of an answer was taken, so nobody is waited for any more.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.ends = None;
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
