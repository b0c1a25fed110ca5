// SPDX-License-Identifier: AGPL-3.0-or-later

//! The rows of the catalogue: every SQL statement of the feature, and the functions that run them.
//!
//! ```ignore
//! let version = transact!(db, "publish dataset", tx => {
//!     let dataset = match datasets::named(tx, &name).await? {
//!         Some(dataset) => dataset,
//!         None => datasets::add(tx, id, &name, &about, now).await?,
//!     };
//!     versions::add(tx, dataset.id, &content, now).await
//! })?;
//! ```

pub mod citations;
pub mod columns;
pub mod comparisons;
pub mod datasets;
pub mod imports;
pub mod questions;
pub mod versions;

use arrow_schema::Schema;
use panot_db::statements;

statements! {
    /// Adds a dataset. A name is never used twice: the second of two at once changes no row.
    DATASET_ADD = "
        INSERT INTO catalog_datasets (id, name, about, created_at, changed_at)
        VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT (name) DO NOTHING";

    /// One dataset by its public name.
    DATASET_NAMED = "
        SELECT id, name, about, created_at, changed_at FROM catalog_datasets WHERE name = $1";

    /// One dataset by its key.
    DATASET_BY_ID = "
        SELECT id, name, about, created_at, changed_at FROM catalog_datasets WHERE id = $1";

    /// All datasets, by name.
    DATASETS_ALL = "
        SELECT id, name, about, created_at, changed_at FROM catalog_datasets ORDER BY name";

    /// How many datasets have a version that can be read.
    DATASETS_COUNT = "
        SELECT COUNT(*) AS datasets FROM catalog_datasets d WHERE EXISTS (
            SELECT 1 FROM catalog_versions v WHERE v.dataset_id = d.id AND v.withdrawn_at IS NULL)";

    /// Changes what is said about a dataset.
    DATASET_DESCRIBE = "
        UPDATE catalog_datasets SET about = $2, changed_at = $3 WHERE id = $1";

    /// The columns of a dataset as they are explained, in order.
    COLUMNS_OF = "
        SELECT said FROM catalog_columns WHERE dataset_id = $1 ORDER BY position, name";

    /// Forgets the explanations of a dataset's columns, before others are written.
    COLUMNS_CLEAR = "DELETE FROM catalog_columns WHERE dataset_id = $1";

    /// Explains one column.
    COLUMN_ADD = "
        INSERT INTO catalog_columns (dataset_id, name, position, said) VALUES ($1, $2, $3, $4)
        ON CONFLICT (dataset_id, name) DO UPDATE SET position = excluded.position, said = excluded.said";

    /// Takes the next number of a dataset. It locks the row until the end of the transaction, so
    /// that of two publications at once the second waits and gets the next number; a number whose
    /// transaction fails is given again, because nobody saw it.
    VERSION_NUMBER = "
        UPDATE catalog_datasets SET last_n = last_n + 1 WHERE id = $1 RETURNING last_n";

    /// Adds a version.
    VERSION_ADD = "
        INSERT INTO catalog_versions (dataset_id, n, published_at, row_count, bytes, digest, files,
            fields, recipe, report, source, note, screened)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    /// One version, whole.
    VERSION_NUMBERED = "
        SELECT dataset_id, n, published_at, files, fields, recipe, report, source, note, screened, portrait,
            announced_at, withdrawn_at, withdrawn_by, withdrawn_reason, destroyed_at
        FROM catalog_versions WHERE dataset_id = $1 AND n = $2";

    /// The newest version that can be read, whole.
    VERSION_LATEST = "
        SELECT dataset_id, n, published_at, files, fields, recipe, report, source, note, screened, portrait,
            announced_at, withdrawn_at, withdrawn_by, withdrawn_reason, destroyed_at
        FROM catalog_versions WHERE dataset_id = $1 AND withdrawn_at IS NULL
        ORDER BY n DESC LIMIT 1";

    /// What lists show of each version, newest first.
    VERSIONS_OF = "
        SELECT n, published_at, row_count, bytes, digest, source, note,
            withdrawn_at, withdrawn_by, withdrawn_reason, destroyed_at
        FROM catalog_versions WHERE dataset_id = $1 ORDER BY n DESC";

    /// What the lake needs of every version that can be read.
    VERSIONS_READABLE = "
        SELECT d.name, v.n, v.files, v.fields FROM catalog_versions v
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE v.withdrawn_at IS NULL ORDER BY d.name, v.n";

    /// What the lake needs of every version that other tools do not see yet.
    VERSIONS_UNANNOUNCED = "
        SELECT d.name, v.n, v.files, v.fields FROM catalog_versions v
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE v.announced_at IS NULL AND v.withdrawn_at IS NULL ORDER BY d.name, v.n";

    /// The files that versions which can be read were made from.
    VERSIONS_SOURCES = "
        SELECT source FROM catalog_versions WHERE withdrawn_at IS NULL ORDER BY dataset_id, n";

    /// Forgets which versions other tools see, in a restored city whose Delta log is made anew.
    VERSIONS_FORGET_ANNOUNCEMENTS = "
        UPDATE catalog_versions SET announced_at = NULL WHERE announced_at IS NOT NULL";

    /// Withdrawn versions whose files are still there.
    VERSIONS_UNDESTROYED = "
        SELECT d.name, v.n, v.files, v.fields FROM catalog_versions v
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE v.withdrawn_at IS NOT NULL AND v.destroyed_at IS NULL ORDER BY d.name, v.n";

    /// Every version that was withdrawn, in the order in which they were.
    VERSIONS_WITHDRAWN = "
        SELECT d.name, v.n, v.digest, v.withdrawn_reason, v.withdrawn_by, v.withdrawn_at
        FROM catalog_versions v JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE v.withdrawn_at IS NOT NULL ORDER BY v.withdrawn_at, d.name, v.n";

    /// Readable versions that have no portrait yet.
    VERSIONS_UNPORTRAYED = "
        SELECT d.name, v.n, v.files, v.fields FROM catalog_versions v
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE v.portrait IS NULL AND v.withdrawn_at IS NULL ORDER BY d.name, v.n";

    /// The newest readable versions of the datasets that were published last, with what cards show.
    VERSIONS_FRESH = "
        SELECT v.dataset_id, v.n, v.published_at, v.row_count, v.fields, v.portrait
        FROM catalog_versions v
        JOIN (SELECT dataset_id, MAX(n) AS n FROM catalog_versions
              WHERE withdrawn_at IS NULL GROUP BY dataset_id) newest
          ON newest.dataset_id = v.dataset_id AND newest.n = v.n
        ORDER BY v.published_at DESC, v.dataset_id DESC LIMIT $1";

    /// Notes that other tools see a version. The first time stays.
    VERSION_ANNOUNCED = "
        UPDATE catalog_versions SET announced_at = $3
        WHERE dataset_id = (SELECT id FROM catalog_datasets WHERE name = $1) AND n = $2
          AND announced_at IS NULL";

    /// Keeps what a version looks like.
    VERSION_PORTRAYED = "
        UPDATE catalog_versions SET portrait = $3
        WHERE dataset_id = (SELECT id FROM catalog_datasets WHERE name = $1) AND n = $2
          AND withdrawn_at IS NULL";

    /// Withdraws a version. Only the first withdrawal counts: its reason is public. What the rows
    /// looked like, and what the import quoted of them, goes with them.
    VERSION_WITHDRAW = "
        UPDATE catalog_versions SET withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5,
            portrait = NULL, report = 'null', screened = NULL
        WHERE dataset_id = $1 AND n = $2 AND withdrawn_at IS NULL";

    /// What the lake needs of the newest version of a dataset that can be read.
    VERSION_STANDING = "
        SELECT d.name, v.n, v.files, v.fields FROM catalog_versions v
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE d.name = $1 AND v.withdrawn_at IS NULL ORDER BY v.n DESC LIMIT 1";

    /// What is kept of comparing two versions by these columns.
    COMPARISON_KEPT = "
        SELECT found FROM catalog_comparisons
        WHERE dataset_id = $1 AND from_n = $2 AND to_n = $3 AND matched_by = $4";

    /// Keeps what came of comparing two versions, unless one was withdrawn meanwhile: it quotes
    /// their cells.
    COMPARISON_KEEP = "
        INSERT INTO catalog_comparisons (dataset_id, from_n, to_n, matched_by, found, kept_at)
        SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (
            SELECT 1 FROM catalog_versions
            WHERE dataset_id = $1 AND n IN ($2, $3) AND withdrawn_at IS NOT NULL)
        ON CONFLICT (dataset_id, from_n, to_n) DO UPDATE
        SET matched_by = excluded.matched_by, found = excluded.found, kept_at = excluded.kept_at";

    /// Forgets the oldest comparisons of a dataset beyond so many.
    COMPARISONS_PRUNE = "
        DELETE FROM catalog_comparisons
        WHERE dataset_id = $1 AND (from_n, to_n) IN (
            SELECT from_n, to_n FROM (
                SELECT from_n, to_n,
                    ROW_NUMBER() OVER (ORDER BY kept_at DESC, to_n DESC, from_n DESC) AS place
                FROM catalog_comparisons WHERE dataset_id = $1) AS placed
            WHERE place > $2)";

    /// Forgets the comparisons that quote a version.
    COMPARISONS_FORGET = "
        DELETE FROM catalog_comparisons WHERE dataset_id = $1 AND (from_n = $2 OR to_n = $2)";

    /// Adds a citation. The same one again changes nothing.
    CITATION_ADD = "
        INSERT INTO catalog_citations (hash, canonical, engine, fields, row_count, csv_bytes,
            csv_sha256, cited_at, csv, kept_bytes)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (hash) DO NOTHING";

    /// Notes a version that a citation comes from.
    CITATION_TABLE_ADD = "
        INSERT INTO catalog_citation_tables (hash, dataset_id, n) VALUES ($1, $2, $3)";

    /// One citation, without its rows.
    CITATION_FOUND = "
        SELECT hash, canonical, engine, fields, row_count, csv_bytes, csv_sha256, cited_at
        FROM catalog_citations WHERE hash = $1";

    /// The versions that a citation comes from.
    CITATION_TABLES = "
        SELECT d.name, v.n, v.digest, v.withdrawn_at, v.withdrawn_by, v.withdrawn_reason,
            v.destroyed_at
        FROM catalog_citation_tables c
        JOIN catalog_versions v ON v.dataset_id = c.dataset_id AND v.n = c.n
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE c.hash = $1 ORDER BY d.name, v.n";

    /// The rows of a citation.
    CITATION_CSV = "SELECT csv FROM catalog_citations WHERE hash = $1";

    /// Compressed bytes of all rows that citations keep.
    CITATIONS_KEPT = "
        SELECT CAST(COALESCE(SUM(kept_bytes), 0) AS BIGINT) AS bytes FROM catalog_citations";

    /// Forgets the rows of citations that come from a version.
    CITATIONS_FORGET = "
        UPDATE catalog_citations SET csv = NULL, kept_bytes = 0 WHERE hash IN (
            SELECT hash FROM catalog_citation_tables WHERE dataset_id = $1 AND n = $2)";

    /// What the lake needs of one version, if it can be read.
    VERSION_READABLE = "
        SELECT d.name, v.n, v.files, v.fields FROM catalog_versions v
        JOIN catalog_datasets d ON d.id = v.dataset_id
        WHERE d.name = $1 AND v.n = $2 AND v.withdrawn_at IS NULL";

    /// Notes that the files of a withdrawn version are gone.
    VERSION_DESTROYED = "
        UPDATE catalog_versions SET destroyed_at = $3
        WHERE dataset_id = (SELECT id FROM catalog_datasets WHERE name = $1) AND n = $2
          AND withdrawn_at IS NOT NULL AND destroyed_at IS NULL";

    /// Stages an import.
    IMPORT_ADD = "
        INSERT INTO catalog_imports (id, dataset_name, state, draft, created_at, expires_at)
        VALUES ($1, $2, 'waiting', $3, $4, $5)";

    /// One import.
    IMPORT_BY_ID = "
        SELECT id, dataset_name, state, draft, created_at, expires_at, published_n
        FROM catalog_imports WHERE id = $1";

    /// The imports that wait, newest first.
    IMPORTS_WAITING = "
        SELECT id, dataset_name, state, draft, created_at, expires_at, published_n
        FROM catalog_imports WHERE state = 'waiting' ORDER BY created_at DESC, id";

    /// Changes the draft of an import that waits.
    IMPORT_REDRAFT = "
        UPDATE catalog_imports SET draft = $2 WHERE id = $1 AND state = 'waiting'";

    /// Notes what became of an import that waited. The second of two at once changes no row, so an
    /// import becomes one version at most.
    IMPORT_CLOSE = "
        UPDATE catalog_imports SET state = $2, published_n = $3 WHERE id = $1 AND state = 'waiting'";

    /// Imports whose time is over.
    IMPORTS_EXPIRED = "
        SELECT id, dataset_name, state, draft, created_at, expires_at, published_n
        FROM catalog_imports WHERE expires_at <= $1 ORDER BY expires_at, id";

    /// Erases the import that became a version which is withdrawn.
    IMPORT_FORGET = "DELETE FROM catalog_imports WHERE dataset_name = $1 AND published_n = $2";

    /// Erases every import that waits, in a restored city that has no files of them.
    IMPORTS_FORGET_WAITING = "DELETE FROM catalog_imports WHERE state = 'waiting'";

    /// Gives up an import: a newer one of the same dataset takes its place.
    IMPORTS_SUPERSEDE = "
        UPDATE catalog_imports SET state = 'discarded'
        WHERE dataset_name = $1 AND state = 'waiting'";

    /// Erases an import.
    IMPORT_ERASE = "DELETE FROM catalog_imports WHERE id = $1";
}

/// A document as its row holds it: text on both engines (see the migration).
fn document(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("our documents have texts as keys")
}

/// A schema in a row.
#[derive(serde::Deserialize)]
struct Fields(#[serde(with = "crate::fields")] Schema);
