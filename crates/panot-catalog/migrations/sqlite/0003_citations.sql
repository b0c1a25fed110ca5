-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Answers that can be cited. What is here never changes, but for the rows, which go when a version that
-- they come from is withdrawn.
CREATE TABLE catalog_citations (
    hash       TEXT    NOT NULL PRIMARY KEY,
    -- The question in one spelling.
    canonical  TEXT    NOT NULL,
    engine     TEXT    NOT NULL,
    fields     TEXT    NOT NULL,
    row_count  INTEGER NOT NULL,
    csv_bytes  INTEGER NOT NULL,
    csv_sha256 TEXT    NOT NULL,
    cited_at   INTEGER NOT NULL,
    -- Of the rows. It stands before them: who adds them up does not read past every row.
    kept_bytes INTEGER NOT NULL,
    -- The rows, compressed; none where they are too many, or came from what is withdrawn.
    csv        BLOB
) STRICT;

CREATE TABLE catalog_citation_tables (
    hash       TEXT    NOT NULL REFERENCES catalog_citations (hash),
    dataset_id BLOB    NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (hash, dataset_id, n),
    FOREIGN KEY (dataset_id, n) REFERENCES catalog_versions (dataset_id, n)
) STRICT;

CREATE INDEX catalog_citation_tables_version ON catalog_citation_tables (dataset_id, n);
