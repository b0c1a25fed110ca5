// SPDX-License-Identifier: AGPL-3.0-or-later

//! What all questions share: memory, spill, the cache of footers, and how DataFusion is set.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use panot_lake::Error;

/// Footers held, in bytes.
const FOOTERS: usize = 64 << 20;

/// What all questions of a session may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Partitions of a plan whose order does not matter.
    pub threads: usize,
    /// What they may hold together before they spill.
    pub memory_bytes: usize,
    /// What they may spill together.
    pub spill_bytes: u64,
}

/// What all questions share.
pub struct Session {
    pub runtime: Arc<RuntimeEnv>,
    pub store: Arc<dyn ObjectStore>,
    pub url: ObjectStoreUrl,
    /// Partitions of a plan whose order does not matter.
    pub threads: usize,
}

impl Session {
    /// Questions about the lake in `root`, spilling into `spill`.
    pub fn new(root: &Path, spill: &Path, limits: Limits) -> Result<Self, Error> {
        let pool = TrackConsumersPool::new(
            FairSpillPool::new(limits.memory_bytes),
            NonZeroUsize::new(3).expect("three is not zero"),
        );
        let disk = DiskManagerBuilder::default()
            .with_mode(DiskManagerMode::Directories(vec![spill.to_owned()]))
            .with_max_temp_directory_size(limits.spill_bytes);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(pool))
            .with_disk_manager_builder(disk)
            .with_metadata_cache_limit(FOOTERS)
            .build_arc()
            .map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(root).map_err(|e| Error::Engine(e.into()))?;
        let store: Arc<dyn ObjectStore> = Arc::new(store);
        let url = ObjectStoreUrl::parse("panot-lake://local").map_err(failed)?;
        runtime.register_object_store(url.as_ref(), store.clone());
        Ok(Self {
            runtime,
            store,
            url,
            threads: limits.threads.max(1),
        })
    }

    /// A context in which plans have so many partitions. With one, rows keep the order of the file.
    pub fn context(&self, partitions: usize) -> SessionContext {
        let config = SessionConfig::new()
            .with_target_partitions(partitions)
            .with_batch_size(8_192)
            .with_information_schema(false)
            // 1.1 is a decimal: sums with floats in them change with the number of partitions.
            .set_bool("datafusion.sql_parser.parse_float_as_decimal", true)
            .set_str("datafusion.execution.time_zone", "UTC")
            .set_bool("datafusion.execution.enable_recursive_ctes", false)
            .set_usize("datafusion.optimizer.repartition_file_min_size", 256 << 10);
        SessionContext::new_with_config_rt(config, self.runtime.clone())
    }
}

/// What DataFusion says, as an error of the lake.
pub fn failed(error: DataFusionError) -> Error {
    Error::Engine(error.into())
}
