BEGIN TRANSACTION;
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT    NOT NULL,
    task_id  BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'F1DD76B37FFC5DAD873D73BFE680F123','local',X'01A22994A7F473B0B4BA76DF910AB2AE',1795993937908,'{"id":"evt_f1dd76b37ffc5dad873d73bfe680f123","at":"2026-11-29T23:12:17.908Z","owner":"local","actor":"local","task_id":"tsk_01a22994a7f473b0b4ba76df910ab2ae","action":"created","fields":[]}');
INSERT INTO "audit" VALUES(X'C437DE2141155C4197E5EE0ED02B5A48','local',X'01A22994A83C75319854B3F6A5E15EF7',1795993937980,'{"id":"evt_c437de2141155c4197e5ee0ed02b5a48","at":"2026-11-29T23:12:17.98Z","owner":"local","actor":"local","task_id":"tsk_01a22994a83c75319854b3f6a5e15ef7","action":"created","fields":[]}');
INSERT INTO "audit" VALUES(X'0BD33D12028657EABBB27D800CE65061','local',X'01A22994A83C75319854B3F6A5E15EF7',1795993937982,'{"id":"evt_0bd33d12028657eabbb27d800ce65061","at":"2026-11-29T23:12:17.982Z","owner":"local","actor":"local","task_id":"tsk_01a22994a83c75319854b3f6a5e15ef7","action":"paused","fields":[]}');
INSERT INTO "audit" VALUES(X'D6AE90794C1E5687B8D3691659E8BC5D','local',X'01A22994A83F77A1AE0580D1DAE4FBD8',1795993937983,'{"id":"evt_d6ae90794c1e5687b8d3691659e8bc5d","at":"2026-11-29T23:12:17.983Z","owner":"local","actor":"local","task_id":"tsk_01a22994a83f77a1ae0580d1dae4fbd8","action":"created","fields":[]}');
INSERT INTO "audit" VALUES(X'848ACAB58F7C51739CE367CA81B20279','local',X'01A22994A83F77A1AE0580D1DAE4FBD8',1795993937984,'{"id":"evt_848acab58f7c51739ce367ca81b20279","at":"2026-11-29T23:12:17.984Z","owner":"local","actor":"local","task_id":"tsk_01a22994a83f77a1ae0580d1dae4fbd8","action":"deleted","fields":[]}');
INSERT INTO "audit" VALUES(X'46AD9F2F1B6E5B219C40F25E0E289461','local',X'01A22994A841718983D5E46ABDC4EB1D',1795993937985,'{"id":"evt_46ad9f2f1b6e5b219c40f25e0e289461","at":"2026-11-29T23:12:17.985Z","owner":"local","actor":"local","task_id":"tsk_01a22994a841718983d5e46abdc4eb1d","action":"created","fields":[]}');
CREATE TABLE changes (
    seq             INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    task            TEXT,    -- [before, after] of a task
    breaker         TEXT,    -- [config, before, after] of a breaker; the columns below are for executions
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
INSERT INTO "checkpoints" VALUES('local-1687f86cfdead4ec','0000000000000000000000000000000000000026');
CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "configs" VALUES(X'01A22994A7D77136BB202456D63F6BF8','local',0,1795993937879,1,'{"id":"cfg_01a22994a7d77136bb202456d63f6bf8","owner":"local","name":"Users","profile":{"base_url":"http://127.0.0.1:33619/","headers":{"accept":"application/json"},"policy":{},"rate_limit":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100},"concurrency":3,"breaker":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},"created_at":"2026-11-29T23:12:17.879Z","updated_at":"2026-11-29T23:12:17.879Z","updated_by":"local","version":1}');
INSERT INTO "configs" VALUES(X'01A22994A7DF75C1B0FD308FCE0255AA','local',1,1795993937887,1,'{"id":"cfg_01a22994a7df75c1b0fd308fce0255aa","owner":"local","name":"Shared","shared":true,"profile":{"base_url":"http://127.0.0.1:33619/","auth":{"type":"bearer","token":"${secret:users#token}"},"policy":{}},"created_at":"2026-11-29T23:12:17.887Z","updated_at":"2026-11-29T23:12:17.887Z","updated_by":"local","version":1}');
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
INSERT INTO "executions" VALUES(1,X'01A22994A7197650BF0DE8AB1CBBDE9C','local',NULL,'http',0,1795993937689,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:12:17.727Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.689Z","duration_ms":38,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:12:17.727Z"}','{"id":"exe_01a22994a7197650bf0de8ab1cbbde9c","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33619/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:12:17.689Z"}');
INSERT INTO "executions" VALUES(2,X'01A22994A71B7446822F4326E53A582D','local',NULL,'http',0,1795993937691,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:12:17.727Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.691Z","duration_ms":36,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:12:17.727Z"}','{"id":"exe_01a22994a71b7446822f4326e53a582d","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33619/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:12:17.691Z"}');
INSERT INTO "executions" VALUES(3,X'01A22994A7337286A3A85951A98CE824','local',NULL,'http',0,1795993937715,2,3,1,0,0,0,1795997537752,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-30T00:12:17.752Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.715Z","duration_ms":37,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-30T00:12:17.752Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:12:17.752Z"}','{"id":"exe_01a22994a7337286a3a85951a98ce824","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33619/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:12:17.715Z"}');
INSERT INTO "executions" VALUES(4,X'01A22994A757700BAFF46AACA9B919CE','local',NULL,'http',1,1795993937751,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:12:17.765Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.751Z","duration_ms":14,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T23:12:17.765Z"}','{"id":"exe_01a22994a757700baff46aaca9b919ce","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33619/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T23:12:17.751Z"}');
INSERT INTO "executions" VALUES(5,X'01A22994A76074669F6CC827033CA36D','local',NULL,'http',0,1795993937760,0,1,0,0,0,0,1798585937760,'{"version":1,"state":{"status":"pending","due":"2026-12-29T23:12:17.76Z"},"updated_at":"2026-11-29T23:12:17.76Z"}','{"id":"exe_01a22994a76074669f6cc827033ca36d","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33619/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T23:12:17.76Z"},"created_at":"2026-11-29T23:12:17.76Z"}');
INSERT INTO "executions" VALUES(6,X'01A22994A76676799D44212BD3E49715','local',NULL,'http',0,1795993937766,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T23:12:17.792Z"},"updated_at":"2026-11-29T23:12:17.792Z"}','{"id":"exe_01a22994a76676799d44212bd3e49715","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33619/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T23:12:17.766Z"},"created_at":"2026-11-29T23:12:17.766Z"}');
INSERT INTO "executions" VALUES(7,X'01A22994A80C71C88DB93E0D00E7F8DD','local',X'01A22994A7F473B0B4BA76DF910AB2AE','api_call',0,1795993937932,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:12:17.976Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.943Z","duration_ms":33,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:12:17.976Z"}','{"id":"exe_01a22994a80c71c88db93e0d00e7f8dd","owner":"local","task_id":"tsk_01a22994a7f473b0b4ba76df910ab2ae","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33619/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:12:17.932Z"}');
INSERT INTO "executions" VALUES(8,X'01A22994A83A74D28C2FF3EA0D4E623A','local',X'01A22994A7F473B0B4BA76DF910AB2AE','api_call',0,1795993937978,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:12:17.979Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.978Z","duration_ms":1,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:12:17.979Z"}','{"id":"exe_01a22994a83a74d28c2ff3ea0d4e623a","owner":"local","task_id":"tsk_01a22994a7f473b0b4ba76df910ab2ae","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33619/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"input":{"day":"2026-01-15"},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:12:17.978Z"}');
INSERT INTO "executions" VALUES(9,X'01A22994A843701C8E0B6B69D7E7BFA7','local',NULL,'http',0,1795993937987,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:12:18Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.987Z","duration_ms":13,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:17 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:12:18Z"}','{"id":"exe_01a22994a843701c8e0b6b69d7e7bfa7","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a22994a7d77136bb202456d63f6bf8","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:12:17.987Z"}');
INSERT INTO "executions" VALUES(10,X'01A22994A84475EFAFC04F7F51D23A7B','local',NULL,'http',0,1795993937988,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:12:18.001Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:12:17.988Z","duration_ms":13,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:12:18 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:12:18.001Z"}','{"id":"exe_01a22994a84475efafc04f7f51d23a7b","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a22994a7d77136bb202456d63f6bf8","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:12:17.988Z"}');
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO "gates" VALUES(X'01A22994A7D77136BB202456D63F6BF8','breaker',2,'{"breaker":{"owner":"local","seen":1795993938802,"phase":"open","until":1795997538802,"changes":1,"transitions":[[1795993938802,"closed","open","the last 2 calls failed"]]}}');
INSERT INTO "gates" VALUES(X'01A22994A7D77136BB202456D63F6BF8','limiter.0',1,'{"limiter":{"seen":1795993937999,"used":{"bucket":80000000000},"leases":[["3a764c3ace14576a",4,1795993967999]]}}');
INSERT INTO "gates" VALUES(X'01A22994A7D77136BB202456D63F6BF8','permits.0',3,'{"permits":{"seen":1795993939039,"took_ms":1}}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D31363837663836636664656164346563');
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
INSERT INTO "rollups" VALUES('local',498887,10,4,3,1,8,148);
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A22994A7F473B0B4BA76DF910AB2AE',1,'{"expression":"cron(0 9 * * ? *)","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795993937908,1795993937914);
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A22994A7F473B0B4BA76DF910AB2AE','{"run_count":2,"success_count":2,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:12:17.979Z","last_success_time":"2026-11-29T23:12:17.979Z","last_status":"completed"}');
CREATE TABLE tasks (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    version    INTEGER NOT NULL,
    config_id  BLOB,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "tasks" VALUES(X'01A22994A7F473B0B4BA76DF910AB2AE','local',1795993937908,NULL,1,NULL,'{"id":"tsk_01a22994a7f473b0b4ba76df910ab2ae","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33619/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T23:12:17.908Z","updated_at":"2026-11-29T23:12:17.908Z","updated_by":"local","version":1}');
INSERT INTO "tasks" VALUES(X'01A22994A83C75319854B3F6A5E15EF7','local',1795993937980,NULL,2,NULL,'{"id":"tsk_01a22994a83c75319854b3f6a5e15ef7","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33619/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T23:12:17.98Z","updated_at":"2026-11-29T23:12:17.982Z","updated_by":"local","version":2}');
INSERT INTO "tasks" VALUES(X'01A22994A83F77A1AE0580D1DAE4FBD8','local',1795993937983,1795993937984,2,NULL,'{"id":"tsk_01a22994a83f77a1ae0580d1dae4fbd8","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33619/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:12:17.983Z","updated_at":"2026-11-29T23:12:17.984Z","updated_by":"local","deleted_at":"2026-11-29T23:12:17.984Z","version":2}');
INSERT INTO "tasks" VALUES(X'01A22994A841718983D5E46ABDC4EB1D','local',1795993937985,NULL,1,X'01A22994A7D77136BB202456D63F6BF8','{"id":"tsk_01a22994a841718983d5e46abdc4eb1d","owner":"local","name":"Of a config","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33619/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"config_id":"cfg_01a22994a7d77136bb202456d63f6bf8","schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:12:17.985Z","updated_at":"2026-11-29T23:12:17.985Z","updated_by":"local","version":1}');
CREATE TABLE tokens (
    key          TEXT    PRIMARY KEY,
    version      INTEGER NOT NULL,
    leased_until INTEGER,
    keep_until   INTEGER NOT NULL,
    sealed       BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX executions_to_wake       ON executions (express, wake, status) WHERE wake IS NOT NULL;
CREATE INDEX executions_of_owner      ON executions (owner, created_at, id);
CREATE INDEX executions_of_task       ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL;
CREATE INDEX executions_of_task_alive ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL AND status < 5;
CREATE INDEX executions_gone_wrong    ON executions (owner, status, created_at, id) WHERE status > 5;
CREATE INDEX tasks_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_deleted  ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_of_config ON tasks (config_id, id) WHERE config_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX configs_of_owner ON configs (owner, created_at, id);
CREATE INDEX configs_shared   ON configs (created_at, id) WHERE shared = 1;
CREATE INDEX audit_of_task ON audit (task_id, at);
COMMIT;
PRAGMA application_id = 1650811236;
PRAGMA user_version = 2;
