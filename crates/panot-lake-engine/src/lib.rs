// SPDX-License-Identifier: AGPL-3.0-or-later

//! The engine of the lake: Parquet files written and synced by us, DataFusion to ask them, a Delta log for other tools.
