-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Documents are TEXT on both engines: PostgreSQL's JSONB refuses the escape of NUL, which a report
-- about a damaged file quotes, and nothing here is asked for by what stands inside a document.

CREATE TABLE catalog_datasets (
    id          BLOB    NOT NULL PRIMARY KEY,
    -- Public and permanent: never changed and never used again.
    name        TEXT    NOT NULL UNIQUE,
    about       TEXT    NOT NULL,
    -- The number of the newest version ever added. Adding one counts this up under the row's lock,
    -- so that two publications at once get two numbers, and a number is never used again.
    last_n      INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE catalog_columns (
    dataset_id  BLOB    NOT NULL REFERENCES catalog_datasets (id),
    name        TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    said        TEXT    NOT NULL,
    PRIMARY KEY (dataset_id, name)
) STRICT;

CREATE TABLE catalog_versions (
    dataset_id       BLOB    NOT NULL REFERENCES catalog_datasets (id),
    n                INTEGER NOT NULL CHECK (n > 0),
    published_at     INTEGER NOT NULL,
    row_count        INTEGER NOT NULL,
    bytes            INTEGER NOT NULL,
    digest           TEXT    NOT NULL,
    files            TEXT    NOT NULL,
    fields           TEXT    NOT NULL,
    recipe           TEXT    NOT NULL,
    report           TEXT    NOT NULL,
    source           TEXT    NOT NULL,
    note             TEXT    NOT NULL,
    portrait         TEXT,
    announced_at     INTEGER,
    withdrawn_at     INTEGER,
    withdrawn_by     TEXT,
    withdrawn_reason TEXT,
    destroyed_at     INTEGER,
    PRIMARY KEY (dataset_id, n),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)
       AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
) STRICT;

-- What start-up has to finish: versions that other tools do not see yet, and files of withdrawn
-- versions that are still there.
CREATE INDEX catalog_versions_unannounced ON catalog_versions (published_at)
    WHERE announced_at IS NULL;
CREATE INDEX catalog_versions_undestroyed ON catalog_versions (withdrawn_at)
    WHERE withdrawn_at IS NOT NULL AND destroyed_at IS NULL;

CREATE TABLE catalog_imports (
    id           BLOB    NOT NULL PRIMARY KEY,
    dataset_name TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    draft        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    published_n  INTEGER
) STRICT;

CREATE INDEX catalog_imports_expiry ON catalog_imports (expires_at);
