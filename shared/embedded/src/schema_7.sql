-- What schema 7 has beyond schema 6: batches of executions.

ALTER TABLE executions ADD COLUMN batch_id BLOB;
ALTER TABLE changes ADD COLUMN batch_id BLOB;

CREATE INDEX executions_of_batch ON executions (batch_id, created_at, id) WHERE batch_id IS NOT NULL;
