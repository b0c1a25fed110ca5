// SPDX-License-Identifier: AGPL-3.0-or-later

//! Background work that survives a restart: jobs are rows, run one at a time per key, and end at shutdown.
