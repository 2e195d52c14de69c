-- What schema 5 has beyond schema 4: what is due is found by owner.

DROP INDEX executions_to_wake;
CREATE INDEX executions_to_wake ON executions (express, owner, wake, status) WHERE wake IS NOT NULL;
