BEGIN TRANSACTION;
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "accounts" VALUES('ada',2,'{"owner":"ada","level":"pro","level_since":"2026-11-29T23:08:55.232Z","ledger":{"month":0,"spent":0,"spent_ever":0,"bought":500,"top_ups":["exe_01a229919042758893674fcc77d6e3b8"]},"updated_at":"2026-11-29T23:08:55.234Z"}');
CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY,
    owner        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    document     TEXT    NOT NULL
) STRICT;
INSERT INTO "api_keys" VALUES(X'67123CD05F2F89E1AE93CE38A41CEA2D','local',1795993735231,4070908800000,NULL,'{"id":"key_67123cd05f2f89e1ae93ce38a41cea2d","hash":"67123cd05f2f89e1ee93ce38a41cea2d9fc4bbb922c498b86eadcc8bb900b11c","owner":"local","name":"ci","role":"admin","level":"enterprise","scopes":["read","execute"],"created_at":"2026-11-29T23:08:55.231Z","expires_at":"2099-01-01T00:00:00Z","last_used_at":null}');
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'8EED254D6EC550B4B25475FC3156444A','local','local','execution.cancelled',NULL,1795993735091,'{"id":"evt_8eed254d6ec550b4b25475fc3156444a","at":"2026-11-29T23:08:55.091Z","action":"execution.cancelled","owner":"local","actor":"local","subject":"exe_01a229918fa473ec8a9b71de01987872"}');
INSERT INTO "audit" VALUES(X'6E5F239ADF3A58EBAEA8CB15C3456C6A','local','local','config.created',NULL,1795993735116,'{"id":"evt_6e5f239adf3a58ebaea8cb15c3456c6a","at":"2026-11-29T23:08:55.116Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a229918fcc743eb0dbf24c5f37594a","changes":[{"field":"name","before":null,"after":"Users"},{"field":"shared","before":null,"after":false},{"field":"base_url","before":null,"after":"http://127.0.0.1:42707/"},{"field":"headers","before":null,"after":{"accept":"application/json"}},{"field":"rate_limit","before":null,"after":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100}},{"field":"concurrency","before":null,"after":3},{"field":"breaker","before":null,"after":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'271B142D08BD5B5088082FF1FE5CA202','local','local','config.created',NULL,1795993735123,'{"id":"evt_271b142d08bd5b5088082ff1fe5ca202","at":"2026-11-29T23:08:55.123Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a229918fd3760aadc5f14d3cacc9c3","changes":[{"field":"name","before":null,"after":"Shared"},{"field":"shared","before":null,"after":true},{"field":"base_url","before":null,"after":"http://127.0.0.1:42707/"},{"field":"auth","before":null,"after":{"type":"bearer","token":"${secret:users#token}"}},{"field":"headers","before":null,"after":{}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'0311561F54AA5B6C8879EB5C0D7967E2','local','local','task.created',X'01A229918FDB7005846274CB76DBC039',1795993735131,'{"id":"evt_0311561f54aa5b6c8879eb5c0d7967e2","at":"2026-11-29T23:08:55.131Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229918fdb7005846274cb76dbc039","task_id":"tsk_01a229918fdb7005846274cb76dbc039","changes":[{"field":"name","before":null,"after":"Report"},{"field":"description","before":null,"after":"Every day"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":["ops","daily"]},{"field":"metadata","before":null,"after":{"team":"ops"}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'F3B618180FEC51F7AF7BA93484B44DC5','local','local','task.created',X'01A22991901C76028A0216D124E3627A',1795993735196,'{"id":"evt_f3b618180fec51f7af7ba93484b44dc5","at":"2026-11-29T23:08:55.196Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22991901c76028a0216d124e3627a","task_id":"tsk_01a22991901c76028a0216d124e3627a","changes":[{"field":"name","before":null,"after":"Paused"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"}},{"field":"timeout_ms","before":null,"after":10000},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"low"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'CE4BF60C5405595EA6D41AEA5194F1F6','local','local','task.paused',X'01A22991901C76028A0216D124E3627A',1795993735203,'{"id":"evt_ce4bf60c5405595ea6d41aea5194f1f6","at":"2026-11-29T23:08:55.203Z","action":"task.paused","owner":"local","actor":"local","subject":"tsk_01a22991901c76028a0216d124e3627a","task_id":"tsk_01a22991901c76028a0216d124e3627a"}');
INSERT INTO "audit" VALUES(X'40C5DE227084521FB4175817C17BE0A8','local','local','task.created',X'01A22991902572148B303F444731C37C',1795993735205,'{"id":"evt_40c5de227084521fb4175817c17be0a8","at":"2026-11-29T23:08:55.205Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22991902572148b303f444731c37c","task_id":"tsk_01a22991902572148b303f444731c37c","changes":[{"field":"name","before":null,"after":"Deleted"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'12F4711ADC7959D8B68AD7BFFACDFBA0','local','local','task.deleted',X'01A22991902572148B303F444731C37C',1795993735207,'{"id":"evt_12f4711adc7959d8b68ad7bffacdfba0","at":"2026-11-29T23:08:55.207Z","action":"task.deleted","owner":"local","actor":"local","subject":"tsk_01a22991902572148b303f444731c37c","task_id":"tsk_01a22991902572148b303f444731c37c"}');
INSERT INTO "audit" VALUES(X'7481CC8A47E7507BAF8556B4B4A6C9AA','local','local','task.created',X'01A22991902870F6B4338BAEC798E4D6',1795993735208,'{"id":"evt_7481cc8a47e7507baf8556b4b4a6c9aa","at":"2026-11-29T23:08:55.208Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22991902870f6b4338baec798e4d6","task_id":"tsk_01a22991902870f6b4338baec798e4d6","changes":[{"field":"name","before":null,"after":"Of a config"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"config_id","before":null,"after":"cfg_01a229918fcc743eb0dbf24c5f37594a"},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'B03B7F901E6B5FB99E1E98F490ADC111','local','local','task.created',X'01A22991902D74D7A7B77199D5246E1F',1795993735213,'{"id":"evt_b03b7f901e6b5fb99e1e98f490adc111","at":"2026-11-29T23:08:55.213Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22991902d74d7a7b77199d5246e1f","task_id":"tsk_01a22991902d74d7a7b77199d5246e1f","changes":[{"field":"name","before":null,"after":"After the report"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":["tsk_01a229918fdb7005846274cb76dbc039"]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'1316BAC882D654E3AFC86F653DF7F8ED','local','local','task.created',X'01A22991902F77ACA4E369FDC17C9F8A',1795993735215,'{"id":"evt_1316bac882d654e3afc86f653df7f8ed","at":"2026-11-29T23:08:55.215Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22991902f77aca4e369fdc17c9f8a","task_id":"tsk_01a22991902f77aca4e369fdc17c9f8a","changes":[{"field":"name","before":null,"after":"Assigned"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"assigned_to","before":null,"after":"bob"},{"field":"due_date","before":null,"after":"2030-01-01T00:00:00Z"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'D8AA89E1FADC5E0389384A4FD7FF6F59','local','local','task.created',X'01A229919030711CAE789474A32BCF98',1795993735216,'{"id":"evt_d8aa89e1fadc5e0389384a4fd7ff6f59","at":"2026-11-29T23:08:55.216Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919030711cae789474a32bcf98","task_id":"tsk_01a229919030711cae789474a32bcf98","changes":[{"field":"name","before":null,"after":"Call back"},{"field":"type","before":null,"after":"todo"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0},{"field":"is_completed","before":null,"after":false}]}');
INSERT INTO "audit" VALUES(X'7300F41578DB5D1D98D256940A2041F7','local','local','api_key.created',NULL,1795993735231,'{"id":"evt_7300f41578db5d1d98d256940a2041f7","at":"2026-11-29T23:08:55.231Z","action":"api_key.created","owner":"local","actor":"local","subject":"key_67123cd05f2f89e1ae93ce38a41cea2d","changes":[{"field":"name","before":null,"after":"ci"},{"field":"role","before":null,"after":"admin"},{"field":"scopes","before":null,"after":["read","execute"]},{"field":"expires_at","before":null,"after":"2099-01-01T00:00:00Z"}]}');
INSERT INTO "audit" VALUES(X'F22049B8882D552787588813A45C294B','ada','local','account.updated',NULL,1795993735232,'{"id":"evt_f22049b8882d552787588813a45c294b","at":"2026-11-29T23:08:55.232Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"subscription_level","before":null,"after":"pro"}]}');
INSERT INTO "audit" VALUES(X'31DB156E67C75BC88471839211710977','ada','local','account.updated',NULL,1795993735234,'{"id":"evt_31db156e67c75bc88471839211710977","at":"2026-11-29T23:08:55.234Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"credits_bought","before":0,"after":500}]}');
INSERT INTO "audit" VALUES(X'269026501C5C5B3194DB1A693BE0AA4E',NULL,'local','template.created',NULL,1795993735235,'{"id":"evt_269026501c5c5b3194db1a693be0aa4e","at":"2026-11-29T23:08:55.235Z","action":"template.created","actor":"local","subject":"tpl_ping","changes":[{"field":"name","before":null,"after":"Ping"},{"field":"category","before":null,"after":"monitoring"},{"field":"task_type","before":null,"after":"http"},{"field":"default_config","before":null,"after":{"method":"GET","url":"https://${input.host}/health"}},{"field":"required_fields","before":null,"after":["host"]},{"field":"optional_fields","before":null,"after":[]},{"field":"config_schema","before":null,"after":{"type":"object","properties":{"host":{"type":"string","minLength":1}}}},{"field":"required_subscription_level","before":null,"after":"free"},{"field":"credits_per_run","before":null,"after":0},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"is_active","before":null,"after":true}]}');
INSERT INTO "audit" VALUES(X'1753EC1E192C519793FBB0DE202FF591',NULL,'local','function.created',NULL,1795993735238,'{"id":"evt_1753ec1e192c519793fbb0de202ff591","at":"2026-11-29T23:08:55.238Z","action":"function.created","actor":"local","subject":"double","changes":[{"field":"current","before":null,"after":1},{"field":"sha256","before":null,"after":"15e649b94d1d7bbf2908d73e149fcd12ddaed8f9a7fe85e66bbba0700afd841c"},{"field":"hosts","before":null,"after":[]}]}');
INSERT INTO "audit" VALUES(X'A32E5044B305572683C05653AC6B722A','local','local','task.updated',X'01A229919030711CAE789474A32BCF98',1795993735219,'{"id":"evt_a32e5044b305572683c05653ac6b722a","at":"2026-11-29T23:08:55.219Z","action":"task.updated","owner":"local","actor":"local","subject":"tsk_01a229919030711cae789474a32bcf98","task_id":"tsk_01a229919030711cae789474a32bcf98","changes":[{"field":"is_completed","before":false,"after":true}]}');
INSERT INTO "audit" VALUES(X'7CEAFABBDD225828898E401B5C338818','local','local','task.created',X'01A22991903577E5BC129DC845F0EF34',1795993735221,'{"id":"evt_7ceafabbdd225828898e401b5c338818","at":"2026-11-29T23:08:55.221Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22991903577e5bc129dc845f0ef34","task_id":"tsk_01a22991903577e5bc129dc845f0ef34","changes":[{"field":"name","before":null,"after":"Numbered"},{"field":"description","before":null,"after":"By a number"},{"field":"type","before":null,"after":"simulated"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
CREATE TABLE censuses (
    owner    TEXT PRIMARY KEY,
    counters TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "censuses" VALUES('local','{"tasks":7,"s.pending":2,"s.scheduled":1,"s.running":1,"s.completed":2,"s.paused":1,"t.api_call":5,"t.simulated":1,"t.todo":1,"p.low":1,"p.medium":6}');
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
    error           TEXT,
    priority        TEXT,
    credits         INTEGER, -- in thousandths
    tokens          INTEGER,
    nano_usd        INTEGER,
    record          TEXT,    -- a change of a record that is only audited
    replay_of       BLOB,
    depth           INTEGER, -- number of releases before it
    cancel_reason   TEXT,
    result          TEXT     -- the result as JSON, for the task
) STRICT;
INSERT INTO "changes" VALUES(44,1795993735984,NULL,'["cfg_01a229918fcc743eb0dbf24c5f37594a",{"owner":"local","seen":1795993735244,"phase":"closed","failed":{"ms":3000,"first":598664578,"counts":[1]},"suspect_since":1795993735244,"streak":1},{"owner":"local","seen":1795993735984,"phase":"open","until":1795997335984,"changes":1,"transitions":[[1795993735984,"closed","open","the last 2 calls failed"]]}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES('local-0fd1dee92899ad48','0000000000000000000000000000000000000044');
CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "configs" VALUES(X'01A229918FCC743EB0DBF24C5F37594A','local',0,1795993735116,1,'{"id":"cfg_01a229918fcc743eb0dbf24c5f37594a","owner":"local","name":"Users","profile":{"base_url":"http://127.0.0.1:42707/","headers":{"accept":"application/json"},"policy":{},"rate_limit":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100},"concurrency":3,"breaker":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},"created_at":"2026-11-29T23:08:55.116Z","updated_at":"2026-11-29T23:08:55.116Z","updated_by":"local","version":1}');
INSERT INTO "configs" VALUES(X'01A229918FD3760AADC5F14D3CACC9C3','local',1,1795993735123,1,'{"id":"cfg_01a229918fd3760aadc5f14d3cacc9c3","owner":"local","name":"Shared","shared":true,"profile":{"base_url":"http://127.0.0.1:42707/","auth":{"type":"bearer","token":"${secret:users#token}"},"policy":{}},"created_at":"2026-11-29T23:08:55.123Z","updated_at":"2026-11-29T23:08:55.123Z","updated_by":"local","version":1}');
CREATE TABLE dead_letters (
    seq      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    receives INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
CREATE TABLE dependents (
    upstream  BLOB NOT NULL,
    dependent BLOB NOT NULL,
    PRIMARY KEY (upstream, dependent)
) STRICT, WITHOUT ROWID;
INSERT INTO "dependents" VALUES(X'01A229918FDB7005846274CB76DBC039',X'01A22991902D74D7A7B77199D5246E1F');
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
    task_id          BLOB, -- the task that it runs, or that it notifies about
    task_type        TEXT    NOT NULL,
    express          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    status           INTEGER NOT NULL, -- 0 pending, 1 running, 2 retrying, 3 deferred, 4 waiting, 5 completed, 6 failed, 7 cancelled
    version          INTEGER NOT NULL,
    attempts         INTEGER NOT NULL,
    hops             INTEGER NOT NULL,
    refusals         INTEGER NOT NULL, -- failed deliveries since it was last saved
    cancel_requested INTEGER NOT NULL,
    wake             INTEGER,
    progress         TEXT    NOT NULL,
    request          TEXT    NOT NULL
) STRICT;
INSERT INTO "executions" VALUES(1,X'01A229918F49713EADD6232436D60476','local',NULL,'http',0,1795993734985,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.028Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:54.986Z","duration_ms":42,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:55.028Z"}','{"id":"exe_01a229918f49713eadd6232436d60476","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:54.985Z"}');
INSERT INTO "executions" VALUES(2,X'01A229918F7572409D965B38EFA1EC8D','local',NULL,'http',0,1795993735029,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:55.043Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.029Z","duration_ms":14,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:08:55.043Z"}','{"id":"exe_01a229918f7572409d965b38efa1ec8d","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.029Z"}');
INSERT INTO "executions" VALUES(3,X'01A229918F7C71FEADDF7BC43A4BB89F','local',NULL,'http',0,1795993735036,2,3,1,0,0,0,1795997335055,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-30T00:08:55.055Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.037Z","duration_ms":18,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-30T00:08:55.055Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:08:55.055Z"}','{"id":"exe_01a229918f7c71feaddf7bc43a4bb89f","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.036Z"}');
INSERT INTO "executions" VALUES(4,X'01A229918F8C73498181BE4894C237CE','local',NULL,'http',1,1795993735052,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.071Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.052Z","duration_ms":19,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T23:08:55.071Z"}','{"id":"exe_01a229918f8c73498181be4894c237ce","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.052Z"}');
INSERT INTO "executions" VALUES(5,X'01A229918F9C75D19756F8B86F750943','local',NULL,'http',0,1795993735068,0,1,0,0,0,0,1798585735068,'{"version":1,"state":{"status":"pending","due":"2026-12-29T23:08:55.068Z"},"updated_at":"2026-11-29T23:08:55.068Z"}','{"id":"exe_01a229918f9c75d19756f8b86f750943","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T23:08:55.068Z"},"created_at":"2026-11-29T23:08:55.068Z"}');
INSERT INTO "executions" VALUES(6,X'01A229918FA473EC8A9B71DE01987872','local',NULL,'http',0,1795993735076,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T23:08:55.091Z","reason":"requested"},"cancellation":{"reason":"requested","by":"local"},"updated_at":"2026-11-29T23:08:55.091Z"}','{"id":"exe_01a229918fa473ec8a9b71de01987872","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T23:08:55.076Z"},"created_at":"2026-11-29T23:08:55.076Z"}');
INSERT INTO "executions" VALUES(7,X'01A229918FF076289892C304E96B9F35','local',X'01A229918FDB7005846274CB76DBC039','api_call',0,1795993735152,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.165Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.152Z","duration_ms":13,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:55.165Z"}','{"id":"exe_01a229918ff076289892c304e96b9f35","owner":"local","task_id":"tsk_01a229918fdb7005846274cb76dbc039","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:08:55.152Z"}');
INSERT INTO "executions" VALUES(8,X'01A229919008709CB47D3ECDE590170B','local',X'01A229918FDB7005846274CB76DBC039','api_call',0,1795993735176,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.191Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.176Z","duration_ms":15,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:55.191Z"}','{"id":"exe_01a229919008709cb47d3ecde590170b","owner":"local","task_id":"tsk_01a229918fdb7005846274cb76dbc039","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"input":{"day":"2026-01-15"},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:08:55.176Z"}');
INSERT INTO "executions" VALUES(9,X'01A22991902972B8BD7BCC34307067D6','local',NULL,'http',0,1795993735209,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:55.244Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.209Z","duration_ms":35,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:08:55.244Z"}','{"id":"exe_01a22991902972b8bd7bcc34307067d6","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a229918fcc743eb0dbf24c5f37594a","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.209Z"}');
INSERT INTO "executions" VALUES(10,X'01A22991902B70859B630B4F2740766C','local',NULL,'http',0,1795993735211,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:55.255Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.211Z","duration_ms":44,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:08:55.255Z"}','{"id":"exe_01a22991902b70859b630b4f2740766c","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a229918fcc743eb0dbf24c5f37594a","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.211Z"}');
INSERT INTO "executions" VALUES(11,X'E87A7003B2785228A9929AEEFE98EF10','local',X'01A22991902D74D7A7B77199D5246E1F','api_call',0,1795993735226,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.255Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.226Z","duration_ms":29,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:55.255Z"}','{"id":"exe_e87a7003b2785228a9929aeefe98ef10","owner":"local","task_id":"tsk_01a22991902d74d7a7b77199d5246e1f","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"dependency","upstream":["exe_01a229919008709cb47d3ecde590170b"],"depth":1},"created_at":"2026-11-29T23:08:55.226Z"}');
INSERT INTO "executions" VALUES(12,X'9668F82F582A593EA6AD5DB437681D3C','local',X'01A22991903577E5BC129DC845F0EF34','simulated',0,1795993735221,4,3,1,0,0,0,1795994028098,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-11-29T23:13:48.098Z","what":"time"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.227Z","duration_ms":1,"outcome":"waiting"}],"updated_at":"2026-11-29T23:08:55.228Z"}','{"id":"exe_9668f82f582a593ea6ad5db437681d3c","owner":"local","task_id":"tsk_01a22991903577e5bc129dc845f0ef34","spec":{"type":"simulated","config":{"min_ms":180000,"max_ms":300000,"failure_rate":0.1}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:08:55.221Z","idempotency":{"key":"tsk_01a22991903577e5bc129dc845f0ef34","body_digest":""}}');
INSERT INTO "executions" VALUES(13,X'01A22991903D7255B36127CF908AD5CD','local',NULL,'http',0,1795993735229,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.256Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.229Z","duration_ms":27,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:55.256Z"}','{"id":"exe_01a22991903d7255b36127cf908ad5cd","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.229Z"}');
INSERT INTO "executions" VALUES(14,X'01A22991903D7255B36127D0BBFADD2E','local',NULL,'http',0,1795993735229,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:55.255Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.229Z","duration_ms":26,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:55.255Z"}','{"id":"exe_01a22991903d7255b36127d0bbfadd2e","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:42707/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.229Z"}');
INSERT INTO "executions" VALUES(15,X'01A22991904577378214B98741C5D057','local',NULL,'wait',0,1795993735237,4,3,1,0,0,0,1798585735256,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-12-29T23:08:55.256Z","what":"callback"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:55.237Z","duration_ms":19,"outcome":"waiting"}],"answer":{"status":202,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:55 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":202}},"size":15},"job":{"accepted":{"at":"2026-11-29T23:08:55.256Z","deadline":"2026-12-29T23:08:55.256Z","seen_at":"2026-11-29T23:08:55.256Z"}},"updated_at":"2026-11-29T23:08:55.256Z"}','{"id":"exe_01a22991904577378214b98741c5d057","owner":"local","spec":{"type":"wait","config":{"request":{"method":"POST","url":"http://127.0.0.1:42707/202","body":{"token":"${callback.token}"}},"deadline_ms":2592000000,"callback":{"parse":"auto"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:55.237Z"}');
INSERT INTO "executions" VALUES(16,X'2819C61EA2F55647AA54584FEB33CA11','local',X'01A229919030711CAE789474A32BCF98','todo',0,1795993735219,5,1,0,0,0,0,NULL,'{"version":1,"state":{"status":"completed","at":"2026-11-29T23:08:55.219Z"},"updated_at":"2026-11-29T23:08:55.219Z"}','{"id":"exe_2819c61ea2f55647aa54584feb33ca11","owner":"local","task_id":"tsk_01a229919030711cae789474a32bcf98","spec":{"type":"todo","config":{}},"policy":{"timeout_ms":300000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"completion"},"created_at":"2026-11-29T23:08:55.219Z"}');
CREATE TABLE function_sources (
    name     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (name, digest)
) STRICT;
INSERT INTO "function_sources" VALUES('double','15e649b94d1d7bbf2908d73e149fcd12ddaed8f9a7fe85e66bbba0700afd841c','{"modules":{"index.js":"export default function (input) { return { doubled: input.value * 2 }; }"},"entry":"index.js","hosts":[],"memory_mb":32,"cpu_ms":2000}');
CREATE TABLE functions (
    name     TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "functions" VALUES('double',1,'{"name":"double","current":1,"versions":[{"number":1,"digest":"15e649b94d1d7bbf2908d73e149fcd12ddaed8f9a7fe85e66bbba0700afd841c","entry":"index.js","exports":["default"],"size":72,"created_at":"2026-11-29T23:08:55.238Z","created_by":"local"}],"created_at":"2026-11-29T23:08:55.238Z","updated_at":"2026-11-29T23:08:55.238Z","version":1}');
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO "gates" VALUES(X'01A229918FCC743EB0DBF24C5F37594A','breaker',2,'{"breaker":{"owner":"local","seen":1795993735984,"phase":"open","until":1795997335984,"changes":1,"transitions":[[1795993735984,"closed","open","the last 2 calls failed"]]}}');
INSERT INTO "gates" VALUES(X'01A229918FCC743EB0DBF24C5F37594A','limiter.0',1,'{"limiter":{"seen":1795993735214,"used":{"bucket":80000000000},"leases":[["019d397d11b10077",4,1795993765214]],"last":1795993735214}}');
INSERT INTO "gates" VALUES(X'01A229918FCC743EB0DBF24C5F37594A','permits.0',2,'{"permits":{"seen":1795993735214,"leases":[["019d397d11b10077",2,1795993745214]]}}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('probed',X'000001A2299194AE');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D30666431646565393238393961643438');
CREATE TABLE releases (
    task_id  BLOB    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "releases" VALUES(X'01A22991902D74D7A7B77199D5246E1F',2,'{"task":"tsk_01a22991902d74d7a7b77199d5246e1f","version":2,"consumed":{"tsk_01a229918fdb7005846274cb76dbc039":{"execution":"exe_01a229919008709cb47d3ecde590170b"}},"execution":"exe_e87a7003b2785228a9929aeefe98ef10","depth":1,"started":true}');
CREATE TABLE rollups (
    owner    TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    counters TEXT    NOT NULL,
    PRIMARY KEY (owner, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO "rollups" VALUES('local',498887,'{"started":16,"completed":8,"failed":3,"cancelled":1,"attempts":10,"duration_ms":264,"nano_usd":65568,"t.http":10,"t.api_call":3,"t.simulated":1,"t.wait":1,"t.todo":1,"g.manual":3,"g.api":11,"g.dependency":1,"g.completion":1,"p.medium":15,"p.high":1,"d.13":1,"d.14":1,"d.15":1,"d.19":1,"d.26":1,"d.27":1,"d.29":1,"d.35":1,"d.42":1,"d.44":1}');
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A229918FDB7005846274CB76DBC039',1,'{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795993735131,1795993735132);
CREATE TABLE set_aside (
    seq        INTEGER PRIMARY KEY,
    table_name TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    moved      INTEGER NOT NULL,
    contents   TEXT    NOT NULL
) STRICT;
CREATE TABLE task_numbers (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id BLOB    NOT NULL UNIQUE
) STRICT;
INSERT INTO "task_numbers" VALUES(1,X'01A22991903577E5BC129DC845F0EF34');
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A229918FDB7005846274CB76DBC039','{"run_count":2,"success_count":2,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:08:55.191Z","last_success_time":"2026-11-29T23:08:55.191Z","last_status":"completed","last_result":{"status":200},"last_end":{"execution":"exe_01a229919008709cb47d3ecde590170b","status":"completed","at":"2026-11-29T23:08:55.191Z","depth":0,"before":"completed"},"facts":{"owner":"local","task_type":"api_call","priority":"medium","scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A22991901C76028A0216D124E3627A','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"low","paused":true,"scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A22991902572148B303F444731C37C','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0}');
INSERT INTO "task_stats" VALUES(X'01A22991902870F6B4338BAEC798E4D6','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A22991902D74D7A7B77199D5246E1F','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:08:55.255Z","last_success_time":"2026-11-29T23:08:55.255Z","last_status":"completed","last_result":{"status":200},"last_end":{"execution":"exe_e87a7003b2785228a9929aeefe98ef10","status":"completed","at":"2026-11-29T23:08:55.255Z","depth":1},"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A22991902F77ACA4E369FDC17C9F8A','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A229919030711CAE789474A32BCF98','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:08:55.219Z","last_success_time":"2026-11-29T23:08:55.219Z","last_status":"completed","last_end":{"execution":"exe_2819c61ea2f55647aa54584feb33ca11","status":"completed","at":"2026-11-29T23:08:55.219Z","depth":0},"facts":{"owner":"local","task_type":"todo","priority":"medium","completed":true,"stays":true}}');
INSERT INTO "task_stats" VALUES(X'01A22991903577E5BC129DC845F0EF34','{"run_count":0,"success_count":0,"failure_count":0,"active_count":1,"facts":{"owner":"local","task_type":"simulated","priority":"medium"}}');
CREATE TABLE tasks (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    version    INTEGER NOT NULL,
    config_id  BLOB,
    document   TEXT    NOT NULL,
    assigned_to TEXT   -- NULL if that is the owner
) STRICT;
INSERT INTO "tasks" VALUES(X'01A229918FDB7005846274CB76DBC039','local',1795993735131,NULL,1,NULL,'{"id":"tsk_01a229918fdb7005846274cb76dbc039","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T23:08:55.131Z","updated_at":"2026-11-29T23:08:55.131Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A22991901C76028A0216D124E3627A','local',1795993735196,NULL,2,NULL,'{"id":"tsk_01a22991901c76028a0216d124e3627a","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T23:08:55.196Z","updated_at":"2026-11-29T23:08:55.203Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A22991902572148B303F444731C37C','local',1795993735205,1795993735207,2,NULL,'{"id":"tsk_01a22991902572148b303f444731c37c","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:08:55.205Z","updated_at":"2026-11-29T23:08:55.207Z","updated_by":"local","deleted_at":"2026-11-29T23:08:55.207Z","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A22991902870F6B4338BAEC798E4D6','local',1795993735208,NULL,1,X'01A229918FCC743EB0DBF24C5F37594A','{"id":"tsk_01a22991902870f6b4338baec798e4d6","owner":"local","name":"Of a config","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"config_id":"cfg_01a229918fcc743eb0dbf24c5f37594a","schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:08:55.208Z","updated_at":"2026-11-29T23:08:55.208Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A22991902D74D7A7B77199D5246E1F','local',1795993735213,NULL,1,NULL,'{"id":"tsk_01a22991902d74d7a7b77199d5246e1f","owner":"local","name":"After the report","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","dependencies":["tsk_01a229918fdb7005846274cb76dbc039"],"created_at":"2026-11-29T23:08:55.213Z","updated_at":"2026-11-29T23:08:55.213Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A22991902F77ACA4E369FDC17C9F8A','local',1795993735215,NULL,1,NULL,'{"id":"tsk_01a22991902f77aca4e369fdc17c9f8a","owner":"local","name":"Assigned","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:42707/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","assigned_to":"bob","due_date":"2030-01-01T00:00:00Z","created_at":"2026-11-29T23:08:55.215Z","updated_at":"2026-11-29T23:08:55.215Z","updated_by":"local","version":1}','bob');
INSERT INTO "tasks" VALUES(X'01A229919030711CAE789474A32BCF98','local',1795993735216,NULL,2,NULL,'{"id":"tsk_01a229919030711cae789474a32bcf98","owner":"local","name":"Call back","spec":{"type":"todo","config":{}},"schedule_version":1,"policy":{},"priority":"medium","completed_at":"2026-11-29T23:08:55.219Z","created_at":"2026-11-29T23:08:55.216Z","updated_at":"2026-11-29T23:08:55.219Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A22991903577E5BC129DC845F0EF34','local',1795993735221,NULL,1,NULL,'{"id":"tsk_01a22991903577e5bc129dc845f0ef34","owner":"local","name":"Numbered","description":"By a number","spec":{"type":"simulated","config":{}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","number":1,"created_at":"2026-11-29T23:08:55.221Z","updated_at":"2026-11-29T23:08:55.221Z","updated_by":"local","version":1}',NULL);
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "templates" VALUES('tpl_ping',1,'{"id":"tpl_ping","name":"Ping","category":"monitoring","task_type":"http","default_config":{"method":"GET","url":"https://${input.host}/health"},"required_fields":["host"],"optional_fields":[],"config_schema":{"type":"object","properties":{"host":{"type":"string","minLength":1}}},"required_subscription_level":"free","credits_per_run":0,"tags":[],"metadata":{},"is_active":true,"created_at":"2026-11-29T23:08:55.235Z","updated_at":"2026-11-29T23:08:55.235Z","version":1}');
CREATE TABLE tokens (
    key          TEXT    PRIMARY KEY,
    version      INTEGER NOT NULL,
    leased_until INTEGER,
    keep_until   INTEGER NOT NULL,
    sealed       BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX executions_to_wake       ON executions (express, owner, wake, status) WHERE wake IS NOT NULL;
CREATE INDEX executions_of_owner      ON executions (owner, created_at, id);
CREATE INDEX executions_of_task       ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL;
CREATE INDEX executions_of_task_alive ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL AND status < 5;
CREATE INDEX executions_gone_wrong    ON executions (owner, status, created_at, id) WHERE status > 5;
CREATE INDEX tasks_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_of_assignee ON tasks (assigned_to, created_at, id) WHERE assigned_to IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_deleted_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_deleted  ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_of_config ON tasks (config_id, id) WHERE config_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX configs_of_owner ON configs (owner, created_at, id);
CREATE INDEX configs_shared   ON configs (created_at, id) WHERE shared = 1;
CREATE INDEX audit_in_order ON audit (at, id);
CREATE INDEX api_keys_of_owner ON api_keys (owner, created_at, id);
CREATE INDEX api_keys_to_expire ON api_keys (expires_at) WHERE expires_at IS NOT NULL;
CREATE UNIQUE INDEX set_aside_in_place ON set_aside (table_name, key) WHERE moved = 0;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('task_numbers',1);
COMMIT;
PRAGMA application_id = 1650811236;
PRAGMA user_version = 6;
