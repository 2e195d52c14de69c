-- What schema 8 has beyond schema 7.

ALTER TABLE tasks ADD COLUMN key TEXT;
ALTER TABLE configs ADD COLUMN key TEXT;

-- A deleted task does not hold its key.
CREATE UNIQUE INDEX tasks_of_key   ON tasks (owner, key) WHERE key IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX configs_of_key ON configs (owner, key) WHERE key IS NOT NULL;
