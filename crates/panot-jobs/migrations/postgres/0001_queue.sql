-- SPDX-License-Identifier: AGPL-3.0-or-later

CREATE TABLE jobs_queue (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload JSONB NOT NULL,
    -- When it was asked for: the order within a key. Never changes after the first attempt.
    due_at BIGINT NOT NULL,
    -- When it may run next: moves on after a failure.
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Who works on it, and until when nobody else may.
    lease_until BIGINT,
    lease_by UUID,
    last_error TEXT,
    enqueued_at BIGINT NOT NULL
);
CREATE INDEX jobs_queue_by_time ON jobs_queue (run_at);
CREATE INDEX jobs_queue_by_key ON jobs_queue (kind, key, due_at);

CREATE TABLE jobs_dead (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload JSONB NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT NOT NULL,
    enqueued_at BIGINT NOT NULL,
    died_at BIGINT NOT NULL
);

CREATE TABLE jobs_periodic (
    kind TEXT NOT NULL PRIMARY KEY,
    next_at BIGINT NOT NULL
);
