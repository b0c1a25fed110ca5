// SPDX-License-Identifier: AGPL-3.0-or-later

//! A local object store whose writes are on the disk when they are acknowledged.
//!
//! `object_store`'s own local store never syncs: after a power cut a commit of the Delta log may be
//! there with no bytes in it, and the table then opens at that version with the files of the one
//! before. Here a write is staged under a temporary name and synced, then linked or renamed to its
//! own name, and the folder is synced.

use std::fmt;
use std::io;
use std::path::Path as FsPath;
use std::sync::Arc;

use async_trait::async_trait;
use futures::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
    UploadPart,
};

use crate::disk::Disk;
use crate::engine::Random;

/// The store under the Delta logs. Paths are absolute.
#[derive(Clone)]
pub struct Durable {
    inner: Arc<LocalFileSystem>,
    disk: Arc<dyn Disk>,
    random: Random,
}

impl Durable {
    /// A store over this disk; `random` names its temporary files.
    pub fn new(disk: Arc<dyn Disk>, random: Random) -> Self {
        Self {
            inner: Arc::new(LocalFileSystem::new()),
            disk,
            random,
        }
    }

    /// Writes `payload` whole under `path`.
    fn write(&self, path: &FsPath, payload: &PutPayload, mode: &PutMode) -> io::Result<()> {
        let folder = path
            .parent()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.make_dirs(folder)?;
        let staged = folder.join(format!(".{}.tmp", crate::engine::uuid((self.random)())));
        let written = self
            .stage(&staged, payload)
            .and_then(|()| self.name(&staged, path, mode))
            .and_then(|()| self.disk.sync_dir(folder));
        if written.is_err() {
            // Best effort: a stray temporary file is ignored by readers and swept later.
            self.disk.remove(&staged).ok();
        }
        written
    }

    fn stage(&self, staged: &FsPath, payload: &PutPayload) -> io::Result<()> {
        let mut file = self.disk.create(staged)?;
        for chunk in payload {
            file.write_all(chunk)?;
        }
        file.sync()
    }

    fn name(&self, staged: &FsPath, path: &FsPath, mode: &PutMode) -> io::Result<()> {
        match mode {
            PutMode::Create => {
                self.disk.link(staged, path)?;
                self.disk.remove(staged)
            }
            PutMode::Overwrite => self.disk.rename(staged, path),
            PutMode::Update(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    fn make_dirs(&self, folder: &FsPath) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.make_dirs(parent)?;
        }
        self.disk.create_dir(folder)
    }

    async fn put(&self, location: &Path, payload: PutPayload, mode: PutMode) -> Result<PutResult> {
        let path = self.inner.path_to_filesystem(location)?;
        let (this, shown) = (self.clone(), path.clone());
        tokio::task::spawn_blocking(move || this.write(&path, &payload, &mode))
            .await
            .map_err(|e| generic(e.into()))?
            .map_err(|source| said(source, &shown))?;
        Ok(PutResult {
            e_tag: None,
            version: None,
        })
    }
}

fn generic(source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Generic {
        store: "Durable",
        source,
    }
}

fn said(source: io::Error, path: &FsPath) -> Error {
    let path = path.display().to_string();
    match source.kind() {
        io::ErrorKind::AlreadyExists => Error::AlreadyExists {
            path,
            source: source.into(),
        },
        io::ErrorKind::NotFound => Error::NotFound {
            path,
            source: source.into(),
        },
        _ => generic(source.into()),
    }
}

impl fmt::Debug for Durable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Durable")
    }
}

impl fmt::Display for Durable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Durable")
    }
}

#[async_trait]
impl ObjectStore for Durable {
    async fn put_opts(
        &self,
        location: &Path,
        payload: PutPayload,
        opts: PutOptions,
    ) -> Result<PutResult> {
        self.put(location, payload, opts.mode).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        _opts: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(Upload {
            store: self.clone(),
            location: location.clone(),
            parts: Vec::new(),
        }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(location, options).await
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}

/// Collects the parts of an upload and writes them at once: what the log uploads in parts is a
/// checkpoint of some kilobytes.
#[derive(Debug)]
struct Upload {
    store: Durable,
    location: Path,
    parts: Vec<PutPayload>,
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.parts.push(data);
        Box::pin(std::future::ready(Ok(())))
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let whole: PutPayload = self.parts.drain(..).flatten().collect();
        self.store
            .put(&self.location, whole, PutMode::Overwrite)
            .await
    }

    async fn abort(&mut self) -> Result<()> {
        self.parts.clear();
        Ok(())
    }
}
