BEGIN TRANSACTION;
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT    NOT NULL,
    task_id  BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'2A7D42381847537896DA4357D46163DA','local',X'01A22983B254711AB358A5D889070A8E',1795992826452,'{"id":"evt_2a7d42381847537896da4357d46163da","at":"2026-11-29T22:53:46.452Z","owner":"local","actor":"local","task_id":"tsk_01a22983b254711ab358a5d889070a8e","action":"created","fields":[]}');
INSERT INTO "audit" VALUES(X'A68489598AAD50279C2C80954D713C42','local',X'01A22983B25D72AB86EBAFB32EC4C6E6',1795992826461,'{"id":"evt_a68489598aad50279c2c80954d713c42","at":"2026-11-29T22:53:46.461Z","owner":"local","actor":"local","task_id":"tsk_01a22983b25d72ab86ebafb32ec4c6e6","action":"created","fields":[]}');
INSERT INTO "audit" VALUES(X'6D82D970420553A4A126C2747354360E','local',X'01A22983B25D72AB86EBAFB32EC4C6E6',1795992826462,'{"id":"evt_6d82d970420553a4a126c2747354360e","at":"2026-11-29T22:53:46.462Z","owner":"local","actor":"local","task_id":"tsk_01a22983b25d72ab86ebafb32ec4c6e6","action":"paused","fields":[]}');
INSERT INTO "audit" VALUES(X'4A1CE24F4B82564AA6A391B7B6914178','local',X'01A22983B260726CAC1523AFBA41A5EB',1795992826464,'{"id":"evt_4a1ce24f4b82564aa6a391b7b6914178","at":"2026-11-29T22:53:46.464Z","owner":"local","actor":"local","task_id":"tsk_01a22983b260726cac1523afba41a5eb","action":"created","fields":[]}');
INSERT INTO "audit" VALUES(X'B2394561CC455CD7868F60BFA363ECFE','local',X'01A22983B260726CAC1523AFBA41A5EB',1795992826465,'{"id":"evt_b2394561cc455cd7868f60bfa363ecfe","at":"2026-11-29T22:53:46.465Z","owner":"local","actor":"local","task_id":"tsk_01a22983b260726cac1523afba41a5eb","action":"deleted","fields":[]}');
CREATE TABLE changes (
    seq             INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    task            TEXT,    -- [before, after] of a task; the columns below are for executions
    execution       BLOB,
    owner           TEXT,
    task_id         BLOB,
    task_type       TEXT,
    trigger_kind    TEXT,
    created_at      INTEGER,
    before_status   INTEGER,
    before_attempts INTEGER,
    status          INTEGER,
    attempts        INTEGER,
    started_at      INTEGER,
    ended_at        INTEGER,
    error           TEXT
) STRICT;
CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES('local-75e283ceb8245dc7','0000000000000000000000000000000000000018');
CREATE TABLE dead_letters (
    seq      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    receives INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
CREATE TABLE events (
    seq      INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;
CREATE TABLE executions (
    seq              INTEGER PRIMARY KEY,
    id               BLOB    NOT NULL UNIQUE,
    owner            TEXT    NOT NULL,
    task_id          BLOB,
    task_type        TEXT    NOT NULL,
    express          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    status           INTEGER NOT NULL, -- 0 pending, 1 running, 2 retrying, 3 deferred, 4 waiting, 5 completed, 6 failed, 7 cancelled
    version          INTEGER NOT NULL,
    attempts         INTEGER NOT NULL,
    hops             INTEGER NOT NULL,
    refusals         INTEGER NOT NULL, -- deliveries that could not be handled since it was last saved
    cancel_requested INTEGER NOT NULL,
    wake             INTEGER,
    progress         TEXT    NOT NULL,
    request          TEXT    NOT NULL
) STRICT;
INSERT INTO "executions" VALUES(1,X'01A22983B1D776DDBBE81B6DEF7CB604','local',NULL,'http',0,1795992826327,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T22:53:46.357Z"},"attempts":[{"number":1,"started_at":"2026-11-29T22:53:46.327Z","duration_ms":30,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 22:53:46 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T22:53:46.357Z"}','{"id":"exe_01a22983b1d776ddbbe81b6def7cb604","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33767/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T22:53:46.327Z"}');
INSERT INTO "executions" VALUES(2,X'01A22983B1F374CB8B57018A7B11F6D9','local',NULL,'http',0,1795992826355,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T22:53:46.358Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T22:53:46.355Z","duration_ms":3,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 22:53:46 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T22:53:46.358Z"}','{"id":"exe_01a22983b1f374cb8b57018a7b11f6d9","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33767/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T22:53:46.355Z"}');
INSERT INTO "executions" VALUES(3,X'01A22983B20272D89CAA53278D3C212F','local',NULL,'http',0,1795992826370,2,3,1,0,0,0,1795996426381,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-29T23:53:46.381Z"},"attempts":[{"number":1,"started_at":"2026-11-29T22:53:46.37Z","duration_ms":11,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-29T23:53:46.381Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 22:53:46 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T22:53:46.381Z"}','{"id":"exe_01a22983b20272d89caa53278d3c212f","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33767/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T22:53:46.37Z"}');
INSERT INTO "executions" VALUES(4,X'01A22983B20C748795FD3095B7B39C0D','local',NULL,'http',1,1795992826380,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T22:53:46.4Z"},"attempts":[{"number":1,"started_at":"2026-11-29T22:53:46.38Z","duration_ms":20,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 22:53:46 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T22:53:46.4Z"}','{"id":"exe_01a22983b20c748795fd3095b7b39c0d","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33767/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T22:53:46.38Z"}');
INSERT INTO "executions" VALUES(5,X'01A22983B22072489555E2D59AF0FF6C','local',NULL,'http',0,1795992826400,0,1,0,0,0,0,1798584826400,'{"version":1,"state":{"status":"pending","due":"2026-12-29T22:53:46.4Z"},"updated_at":"2026-11-29T22:53:46.4Z"}','{"id":"exe_01a22983b22072489555e2d59af0ff6c","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33767/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T22:53:46.4Z"},"created_at":"2026-11-29T22:53:46.4Z"}');
INSERT INTO "executions" VALUES(6,X'01A22983B22974229C582D3E59974965','local',NULL,'http',0,1795992826409,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T22:53:46.44Z"},"updated_at":"2026-11-29T22:53:46.44Z"}','{"id":"exe_01a22983b22974229c582d3e59974965","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33767/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T22:53:46.409Z"},"created_at":"2026-11-29T22:53:46.409Z"}');
INSERT INTO "executions" VALUES(7,X'01A22983B25672D5AF480FFD39B29796','local',X'01A22983B254711AB358A5D889070A8E','api_call',0,1795992826454,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T22:53:46.459Z"},"attempts":[{"number":1,"started_at":"2026-11-29T22:53:46.454Z","duration_ms":5,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 22:53:46 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T22:53:46.459Z"}','{"id":"exe_01a22983b25672d5af480ffd39b29796","owner":"local","task_id":"tsk_01a22983b254711ab358a5d889070a8e","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33767/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T22:53:46.454Z"}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D37356532383363656238323435646337');
CREATE TABLE rollups (
    owner       TEXT    NOT NULL,
    hour        INTEGER NOT NULL,
    started     INTEGER NOT NULL,
    completed   INTEGER NOT NULL,
    failed      INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    PRIMARY KEY (owner, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO "rollups" VALUES('local',498886,7,3,1,1,5,58);
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A22983B254711AB358A5D889070A8E',1,'{"expression":"cron(0 9 * * ? *)","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795992826452,1795992826453);
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A22983B254711AB358A5D889070A8E','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T22:53:46.459Z","last_success_time":"2026-11-29T22:53:46.459Z","last_status":"completed"}');
CREATE TABLE tasks (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "tasks" VALUES(X'01A22983B254711AB358A5D889070A8E','local',1795992826452,NULL,1,'{"id":"tsk_01a22983b254711ab358a5d889070a8e","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33767/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T22:53:46.452Z","updated_at":"2026-11-29T22:53:46.452Z","updated_by":"local","version":1}');
INSERT INTO "tasks" VALUES(X'01A22983B25D72AB86EBAFB32EC4C6E6','local',1795992826461,NULL,2,'{"id":"tsk_01a22983b25d72ab86ebafb32ec4c6e6","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33767/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T22:53:46.461Z","updated_at":"2026-11-29T22:53:46.462Z","updated_by":"local","version":2}');
INSERT INTO "tasks" VALUES(X'01A22983B260726CAC1523AFBA41A5EB','local',1795992826464,1795992826465,2,'{"id":"tsk_01a22983b260726cac1523afba41a5eb","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33767/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T22:53:46.464Z","updated_at":"2026-11-29T22:53:46.465Z","updated_by":"local","deleted_at":"2026-11-29T22:53:46.465Z","version":2}');
CREATE INDEX executions_to_wake       ON executions (express, wake, status) WHERE wake IS NOT NULL;
CREATE INDEX executions_of_owner      ON executions (owner, created_at, id);
CREATE INDEX executions_of_task       ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL;
CREATE INDEX executions_of_task_alive ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL AND status < 5;
CREATE INDEX executions_gone_wrong    ON executions (owner, status, created_at, id) WHERE status > 5;
CREATE INDEX tasks_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_deleted  ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX audit_of_task ON audit (task_id, at);
COMMIT;
PRAGMA application_id = 1650811236;
PRAGMA user_version = 1;
