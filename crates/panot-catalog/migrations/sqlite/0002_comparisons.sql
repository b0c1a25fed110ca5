-- SPDX-License-Identifier: AGPL-3.0-or-later

-- How two versions differ, found out once. It quotes cells, so it goes when either is withdrawn.
CREATE TABLE catalog_comparisons (
    dataset_id BLOB    NOT NULL REFERENCES catalog_datasets (id),
    from_n     INTEGER NOT NULL,
    to_n       INTEGER NOT NULL,
    -- The columns by which rows were matched: the publisher may name others later.
    matched_by TEXT    NOT NULL,
    found      TEXT    NOT NULL,
    kept_at    INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, from_n, to_n)
) STRICT;
