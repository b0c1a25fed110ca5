-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What was found about people in the rows of a version; nothing where nobody looked, and nothing once
-- it is withdrawn.
ALTER TABLE catalog_versions ADD COLUMN screened TEXT;
