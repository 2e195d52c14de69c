BEGIN TRANSACTION;
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "accounts" VALUES('ada',2,'{"owner":"ada","level":"pro","level_since":"2026-11-29T23:22:01.936Z","ledger":{"month":0,"spent":0,"spent_ever":0,"bought":500,"top_ups":["exe_01a2299d919077c2bf08733b902f6ba9"]},"updated_at":"2026-11-29T23:22:02Z"}');
CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY,
    owner        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    document     TEXT    NOT NULL
) STRICT;
INSERT INTO "api_keys" VALUES(X'ED9E5C115D8B8381B6195DEDB29D42A1','local',1795994521920,4070908800000,NULL,'{"id":"key_ed9e5c115d8b8381b6195dedb29d42a1","hash":"ed9e5c115d8b7381b6195dedb29d42a1e6282c45bcfc83a9ee84b4a2958d0a20","owner":"local","name":"ci","role":"admin","level":"enterprise","scopes":["read","execute"],"created_at":"2026-11-29T23:22:01.92Z","expires_at":"2099-01-01T00:00:00Z","last_used_at":null}');
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'4D9B99B3634458BE8F317B0D9D0976B7','local','local','execution.cancelled',NULL,1795994521168,'{"id":"evt_4d9b99b3634458be8f317b0d9d0976b7","at":"2026-11-29T23:22:01.168Z","action":"execution.cancelled","owner":"local","actor":"local","subject":"exe_01a2299d8e33712e9a7e467583a81cff"}');
INSERT INTO "audit" VALUES(X'0217B0FD03A258C0B56D68F09D3EDF5D','local','local','config.created',NULL,1795994521200,'{"id":"evt_0217b0fd03a258c0b56d68f09d3edf5d","at":"2026-11-29T23:22:01.2Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a2299d8e7075bbb944121cc477f3dc","changes":[{"field":"name","before":null,"after":"Users"},{"field":"shared","before":null,"after":false},{"field":"base_url","before":null,"after":"http://127.0.0.1:33063/"},{"field":"headers","before":null,"after":{"accept":"application/json"}},{"field":"rate_limit","before":null,"after":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100}},{"field":"concurrency","before":null,"after":3},{"field":"breaker","before":null,"after":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'C1355E6EA5C654A6B1F7232CCF8899B7','local','local','config.created',NULL,1795994521211,'{"id":"evt_c1355e6ea5c654a6b1f7232ccf8899b7","at":"2026-11-29T23:22:01.211Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a2299d8e7b744988860f82cc4e2961","changes":[{"field":"name","before":null,"after":"Shared"},{"field":"shared","before":null,"after":true},{"field":"base_url","before":null,"after":"http://127.0.0.1:33063/"},{"field":"auth","before":null,"after":{"type":"bearer","token":"${secret:users#token}"}},{"field":"headers","before":null,"after":{}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'05E4E8D80F6456E9906C3545DFF59EF6','local','local','task.created',X'01A2299D8E8B7419AE651AB1527ADE87',1795994521227,'{"id":"evt_05e4e8d80f6456e9906c3545dff59ef6","at":"2026-11-29T23:22:01.227Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d8e8b7419ae651ab1527ade87","task_id":"tsk_01a2299d8e8b7419ae651ab1527ade87","changes":[{"field":"name","before":null,"after":"Report"},{"field":"description","before":null,"after":"Every day"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":["ops","daily"]},{"field":"metadata","before":null,"after":{"team":"ops"}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'B9BB28EEEC3658E98F2C1CF9FFD1611B','local','local','task.created',X'01A2299D8F44768AAE3B8074E31BBBCE',1795994521412,'{"id":"evt_b9bb28eeec3658e98f2c1cf9ffd1611b","at":"2026-11-29T23:22:01.412Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d8f44768aae3b8074e31bbbce","task_id":"tsk_01a2299d8f44768aae3b8074e31bbbce","changes":[{"field":"name","before":null,"after":"Paused"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"}},{"field":"timeout_ms","before":null,"after":10000},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"low"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'AB940A15FBA85714B9774A68A0A920F6','local','local','task.paused',X'01A2299D8F44768AAE3B8074E31BBBCE',1795994521440,'{"id":"evt_ab940a15fba85714b9774a68a0a920f6","at":"2026-11-29T23:22:01.44Z","action":"task.paused","owner":"local","actor":"local","subject":"tsk_01a2299d8f44768aae3b8074e31bbbce","task_id":"tsk_01a2299d8f44768aae3b8074e31bbbce"}');
INSERT INTO "audit" VALUES(X'122A583FA9905655A2CA68738969271C','local','local','task.created',X'01A2299D8F8A72E999D638D182F31B7C',1795994521482,'{"id":"evt_122a583fa9905655a2ca68738969271c","at":"2026-11-29T23:22:01.482Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d8f8a72e999d638d182f31b7c","task_id":"tsk_01a2299d8f8a72e999d638d182f31b7c","changes":[{"field":"name","before":null,"after":"Deleted"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'62314DDB362A580D9F9FD6E36F8FC084','local','local','task.deleted',X'01A2299D8F8A72E999D638D182F31B7C',1795994521517,'{"id":"evt_62314ddb362a580d9f9fd6e36f8fc084","at":"2026-11-29T23:22:01.517Z","action":"task.deleted","owner":"local","actor":"local","subject":"tsk_01a2299d8f8a72e999d638d182f31b7c","task_id":"tsk_01a2299d8f8a72e999d638d182f31b7c"}');
INSERT INTO "audit" VALUES(X'2CA6BAF4A89F5C20868CEAD809905C28','local','local','task.created',X'01A2299D8FC475D99455DDB0147E1C8E',1795994521540,'{"id":"evt_2ca6baf4a89f5c20868cead809905c28","at":"2026-11-29T23:22:01.54Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d8fc475d99455ddb0147e1c8e","task_id":"tsk_01a2299d8fc475d99455ddb0147e1c8e","changes":[{"field":"name","before":null,"after":"Of a config"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"config_id","before":null,"after":"cfg_01a2299d8e7075bbb944121cc477f3dc"},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'331C7CB554945430923CBEAC58262D7D','local','local','task.created',X'01A2299D904B71808A9CEF224DF43D5D',1795994521675,'{"id":"evt_331c7cb554945430923cbeac58262d7d","at":"2026-11-29T23:22:01.675Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d904b71808a9cef224df43d5d","task_id":"tsk_01a2299d904b71808a9cef224df43d5d","changes":[{"field":"name","before":null,"after":"After the report"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":["tsk_01a2299d8e8b7419ae651ab1527ade87"]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'FC6D3A77F49457C398EDAFE6E43D3B33','local','local','task.created',X'01A2299D909073A7831D8D221F5F84C3',1795994521744,'{"id":"evt_fc6d3a77f49457c398edafe6e43d3b33","at":"2026-11-29T23:22:01.744Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d909073a7831d8d221f5f84c3","task_id":"tsk_01a2299d909073a7831d8d221f5f84c3","changes":[{"field":"name","before":null,"after":"Assigned"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"assigned_to","before":null,"after":"bob"},{"field":"due_date","before":null,"after":"2030-01-01T00:00:00Z"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'68D70AF06F055C609516FD3A24D436DA','local','local','task.created',X'01A2299D90B071C5B694E64F935DCEF9',1795994521776,'{"id":"evt_68d70af06f055c609516fd3a24d436da","at":"2026-11-29T23:22:01.776Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d90b071c5b694e64f935dcef9","task_id":"tsk_01a2299d90b071c5b694e64f935dcef9","changes":[{"field":"name","before":null,"after":"Call back"},{"field":"type","before":null,"after":"todo"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0},{"field":"is_completed","before":null,"after":false}]}');
INSERT INTO "audit" VALUES(X'6D0C678DB62354C4B7DF9CB411CFCE12','local','local','task.updated',X'01A2299D90B071C5B694E64F935DCEF9',1795994521800,'{"id":"evt_6d0c678db62354c4b7df9cb411cfce12","at":"2026-11-29T23:22:01.8Z","action":"task.updated","owner":"local","actor":"local","subject":"tsk_01a2299d90b071c5b694e64f935dcef9","task_id":"tsk_01a2299d90b071c5b694e64f935dcef9","changes":[{"field":"is_completed","before":false,"after":true}]}');
INSERT INTO "audit" VALUES(X'24B9D8F5E1E959D38387492D18633793','local','local','api_key.created',NULL,1795994521920,'{"id":"evt_24b9d8f5e1e959d38387492d18633793","at":"2026-11-29T23:22:01.92Z","action":"api_key.created","owner":"local","actor":"local","subject":"key_ed9e5c115d8b8381b6195dedb29d42a1","changes":[{"field":"name","before":null,"after":"ci"},{"field":"role","before":null,"after":"admin"},{"field":"scopes","before":null,"after":["read","execute"]},{"field":"expires_at","before":null,"after":"2099-01-01T00:00:00Z"}]}');
INSERT INTO "audit" VALUES(X'55C8DA1E7BDD5313A22A4EF170EC8EFF','local','local','task.created',X'01A2299D90E472799C0276EC2B1E624B',1795994521828,'{"id":"evt_55c8da1e7bdd5313a22a4ef170ec8eff","at":"2026-11-29T23:22:01.828Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299d90e472799c0276ec2b1e624b","task_id":"tsk_01a2299d90e472799c0276ec2b1e624b","changes":[{"field":"name","before":null,"after":"Numbered"},{"field":"description","before":null,"after":"By a number"},{"field":"type","before":null,"after":"simulated"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'F39AC5F516F3599E9CE09867564F354B','ada','local','account.updated',NULL,1795994521936,'{"id":"evt_f39ac5f516f3599e9ce09867564f354b","at":"2026-11-29T23:22:01.936Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"subscription_level","before":null,"after":"pro"}]}');
INSERT INTO "audit" VALUES(X'888D2711406E58CFAA58E4EFAA0F2D28','ada','local','account.updated',NULL,1795994522000,'{"id":"evt_888d2711406e58cfaa58e4efaa0f2d28","at":"2026-11-29T23:22:02Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"credits_bought","before":0,"after":500}]}');
INSERT INTO "audit" VALUES(X'70E1F51906CA5B82A831F923E7F8F49A',NULL,'local','template.created',NULL,1795994522035,'{"id":"evt_70e1f51906ca5b82a831f923e7f8f49a","at":"2026-11-29T23:22:02.035Z","action":"template.created","actor":"local","subject":"tpl_ping","changes":[{"field":"name","before":null,"after":"Ping"},{"field":"category","before":null,"after":"monitoring"},{"field":"task_type","before":null,"after":"http"},{"field":"default_config","before":null,"after":{"method":"GET","url":"https://${input.host}/health"}},{"field":"required_fields","before":null,"after":["host"]},{"field":"optional_fields","before":null,"after":[]},{"field":"config_schema","before":null,"after":{"type":"object","properties":{"host":{"type":"string","minLength":1}}}},{"field":"required_subscription_level","before":null,"after":"free"},{"field":"credits_per_run","before":null,"after":0},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"is_active","before":null,"after":true}]}');
CREATE TABLE censuses (
    owner    TEXT PRIMARY KEY,
    counters TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "censuses" VALUES('local','{"tasks":7,"s.pending":3,"s.scheduled":1,"s.running":1,"s.completed":1,"s.paused":1,"t.api_call":5,"t.simulated":1,"t.todo":1,"p.low":1,"p.medium":6}');
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
INSERT INTO "changes" VALUES(40,1795994522056,NULL,NULL,X'01A2299D91C7721FAA86CFE91AEF9107','local',NULL,'wait','api',1795994522055,NULL,NULL,1,0,1795994522056,NULL,NULL,'medium',NULL,0,0,NULL,NULL,0,NULL,NULL);
INSERT INTO "changes" VALUES(41,1795994522092,NULL,NULL,X'01A2299D91C7721FAA86CFE91AEF9107','local',NULL,'wait','api',1795994522055,1,0,4,1,1795994522056,NULL,NULL,'medium',NULL,0,0,NULL,NULL,0,NULL,NULL);
CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES('local-b162548fe37dc6e1','0000000000000000000000000000000000000041');
CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "configs" VALUES(X'01A2299D8E7075BBB944121CC477F3DC','local',0,1795994521200,1,'{"id":"cfg_01a2299d8e7075bbb944121cc477f3dc","owner":"local","name":"Users","profile":{"base_url":"http://127.0.0.1:33063/","headers":{"accept":"application/json"},"policy":{},"rate_limit":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100},"concurrency":3,"breaker":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},"created_at":"2026-11-29T23:22:01.2Z","updated_at":"2026-11-29T23:22:01.2Z","updated_by":"local","version":1}');
INSERT INTO "configs" VALUES(X'01A2299D8E7B744988860F82CC4E2961','local',1,1795994521211,1,'{"id":"cfg_01a2299d8e7b744988860f82cc4e2961","owner":"local","name":"Shared","shared":true,"profile":{"base_url":"http://127.0.0.1:33063/","auth":{"type":"bearer","token":"${secret:users#token}"},"policy":{}},"created_at":"2026-11-29T23:22:01.211Z","updated_at":"2026-11-29T23:22:01.211Z","updated_by":"local","version":1}');
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
INSERT INTO "dependents" VALUES(X'01A2299D8E8B7419AE651AB1527ADE87',X'01A2299D904B71808A9CEF224DF43D5D');
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
INSERT INTO "executions" VALUES(1,X'01A2299D8D8E725A96AE19BABE4B6B50','local',NULL,'http',0,1795994520974,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:22:00.995Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:00.975Z","duration_ms":20,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:00 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:22:00.995Z"}','{"id":"exe_01a2299d8d8e725a96ae19babe4b6b50","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:00.974Z"}');
INSERT INTO "executions" VALUES(2,X'01A2299D8D9E70C381D793092A067BE8','local',NULL,'http',0,1795994520990,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:22:01.001Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:00.99Z","duration_ms":11,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:22:01.001Z"}','{"id":"exe_01a2299d8d9e70c381d793092a067be8","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:00.99Z"}');
INSERT INTO "executions" VALUES(3,X'01A2299D8DA97238ACB9C73848100E82','local',NULL,'http',0,1795994521001,2,3,1,0,0,0,1795998121028,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-30T00:22:01.028Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.001Z","duration_ms":27,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-30T00:22:01.028Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:22:01.028Z"}','{"id":"exe_01a2299d8da97238acb9c73848100e82","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:01.001Z"}');
INSERT INTO "executions" VALUES(4,X'01A2299D8DC3757CAA958612B5416B4F','local',NULL,'http',1,1795994521027,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:22:01.067Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.027Z","duration_ms":40,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T23:22:01.067Z"}','{"id":"exe_01a2299d8dc3757caa958612b5416b4f","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:01.027Z"}');
INSERT INTO "executions" VALUES(5,X'01A2299D8E097207963B3521166A0E38','local',NULL,'http',0,1795994521097,0,1,0,0,0,0,1798586521097,'{"version":1,"state":{"status":"pending","due":"2026-12-29T23:22:01.097Z"},"updated_at":"2026-11-29T23:22:01.097Z"}','{"id":"exe_01a2299d8e097207963b3521166a0e38","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T23:22:01.097Z"},"created_at":"2026-11-29T23:22:01.097Z"}');
INSERT INTO "executions" VALUES(6,X'01A2299D8E33712E9A7E467583A81CFF','local',NULL,'http',0,1795994521139,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T23:22:01.168Z","reason":"requested"},"cancellation":{"reason":"requested","by":"local"},"updated_at":"2026-11-29T23:22:01.168Z"}','{"id":"exe_01a2299d8e33712e9a7e467583a81cff","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T23:22:01.139Z"},"created_at":"2026-11-29T23:22:01.139Z"}');
INSERT INTO "executions" VALUES(7,X'01A2299D8EB3738794198F52BF3422EE','local',X'01A2299D8E8B7419AE651AB1527ADE87','api_call',0,1795994521267,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:22:01.325Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.311Z","duration_ms":14,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:22:01.325Z"}','{"id":"exe_01a2299d8eb3738794198f52bf3422ee","owner":"local","task_id":"tsk_01a2299d8e8b7419ae651ab1527ade87","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:22:01.267Z"}');
INSERT INTO "executions" VALUES(8,X'01A2299D8EF87328BA09279CBE23D7D8','local',X'01A2299D8E8B7419AE651AB1527ADE87','api_call',0,1795994521336,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:22:01.368Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.364Z","duration_ms":4,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:22:01.368Z"}','{"id":"exe_01a2299d8ef87328ba09279cbe23d7d8","owner":"local","task_id":"tsk_01a2299d8e8b7419ae651ab1527ade87","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"input":{"day":"2026-01-15"},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:22:01.336Z"}');
INSERT INTO "executions" VALUES(9,X'01A2299D8FEB754DA821BD90BAC52CB2','local',NULL,'http',0,1795994521579,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:22:01.706Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.589Z","duration_ms":117,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:22:01.706Z"}','{"id":"exe_01a2299d8feb754da821bd90bac52cb2","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a2299d8e7075bbb944121cc477f3dc","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:01.579Z"}');
INSERT INTO "executions" VALUES(10,X'01A2299D90247639BBA7B1416E232DDD','local',NULL,'http',0,1795994521636,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:22:01.706Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.642Z","duration_ms":64,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:22:01.706Z"}','{"id":"exe_01a2299d90247639bba7b1416e232ddd","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a2299d8e7075bbb944121cc477f3dc","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:01.636Z"}');
INSERT INTO "executions" VALUES(11,X'9BE0020EC4A55A998F150D96EA3A2313','local',X'01A2299D90B071C5B694E64F935DCEF9','todo',0,1795994521800,5,1,0,0,0,0,NULL,'{"version":1,"state":{"status":"completed","at":"2026-11-29T23:22:01.8Z"},"updated_at":"2026-11-29T23:22:01.8Z"}','{"id":"exe_9be0020ec4a55a998f150d96ea3a2313","owner":"local","task_id":"tsk_01a2299d90b071c5b694e64f935dcef9","spec":{"type":"todo","config":{}},"policy":{"timeout_ms":300000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"completion"},"created_at":"2026-11-29T23:22:01.8Z"}');
INSERT INTO "executions" VALUES(12,X'8687A7C8305A5CEA8E3F73A452FC845A','local',X'01A2299D90E472799C0276EC2B1E624B','simulated',0,1795994521828,4,3,1,0,0,0,1795994772061,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-11-29T23:26:12.061Z","what":"time"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.866Z","duration_ms":24,"outcome":"waiting"}],"updated_at":"2026-11-29T23:22:01.89Z"}','{"id":"exe_8687a7c8305a5cea8e3f73a452fc845a","owner":"local","task_id":"tsk_01a2299d90e472799c0276ec2b1e624b","spec":{"type":"simulated","config":{"min_ms":180000,"max_ms":300000,"failure_rate":0.1}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:22:01.828Z","idempotency":{"key":"tsk_01a2299d90e472799c0276ec2b1e624b","body_digest":""}}');
INSERT INTO "executions" VALUES(13,X'01A2299D912471FF896F2C2FF7183622','local',NULL,'http',0,1795994521892,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:22:01.922Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.892Z","duration_ms":30,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:22:01.922Z"}','{"id":"exe_01a2299d912471ff896f2c2ff7183622","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:01.892Z"}');
INSERT INTO "executions" VALUES(14,X'01A2299D912471FF896F2C303DBF1005','local',NULL,'http',0,1795994521892,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:22:01.921Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:01.892Z","duration_ms":29,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:01 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:22:01.921Z"}','{"id":"exe_01a2299d912471ff896f2c303dbf1005","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33063/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:01.892Z"}');
INSERT INTO "executions" VALUES(15,X'01A2299D91C7721FAA86CFE91AEF9107','local',NULL,'wait',0,1795994522055,4,3,1,0,0,0,1798586522092,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-12-29T23:22:02.092Z","what":"callback"},"attempts":[{"number":1,"started_at":"2026-11-29T23:22:02.056Z","duration_ms":36,"outcome":"waiting"}],"answer":{"status":202,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:22:02 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":202}},"size":15},"job":{"accepted":{"at":"2026-11-29T23:22:02.092Z","deadline":"2026-12-29T23:22:02.092Z","seen_at":"2026-11-29T23:22:02.092Z"}},"updated_at":"2026-11-29T23:22:02.092Z"}','{"id":"exe_01a2299d91c7721faa86cfe91aef9107","owner":"local","spec":{"type":"wait","config":{"request":{"method":"POST","url":"http://127.0.0.1:33063/202","body":{"token":"${callback.token}"}},"deadline_ms":2592000000,"callback":{"parse":"auto"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:22:02.055Z"}');
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO "gates" VALUES(X'01A2299D8E7075BBB944121CC477F3DC','breaker',2,'{"breaker":{"owner":"local","seen":1795994521974,"phase":"closed","failed":{"ms":3000,"first":598664840,"counts":[2]},"suspect_since":1795994521675,"streak":2}}');
INSERT INTO "gates" VALUES(X'01A2299D8E7075BBB944121CC477F3DC','limiter.0',1,'{"limiter":{"seen":1795994521664,"used":{"bucket":80000000000},"leases":[["12bab4236946719e",4,1795994551664]],"last":1795994521664}}');
INSERT INTO "gates" VALUES(X'01A2299D8E7075BBB944121CC477F3DC','permits.0',3,'{"permits":{"seen":1795994522998,"took_ms":4}}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('probed',X'000001A2299D97C1');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D62313632353438666533376463366531');
CREATE TABLE releases (
    task_id  BLOB    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rollups (
    owner    TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    counters TEXT    NOT NULL,
    PRIMARY KEY (owner, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO "rollups" VALUES('local',498887,'{"started":15,"completed":7,"failed":3,"cancelled":1,"attempts":9,"duration_ms":329,"nano_usd":60869,"t.http":10,"t.api_call":2,"t.simulated":1,"t.wait":1,"t.todo":1,"g.manual":3,"g.api":11,"g.completion":1,"p.medium":14,"p.high":1,"d.4":1,"d.11":1,"d.14":1,"d.20":1,"d.29":1,"d.30":1,"d.40":1,"d.64":1,"d.90":1}');
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A2299D8E8B7419AE651AB1527ADE87',1,'{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795994521227,1795994521228);
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
INSERT INTO "task_numbers" VALUES(1,X'01A2299D90E472799C0276EC2B1E624B');
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A2299D8E8B7419AE651AB1527ADE87','{"run_count":2,"success_count":2,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:22:01.368Z","last_success_time":"2026-11-29T23:22:01.368Z","last_status":"completed","last_result":{"status":200},"last_end":{"execution":"exe_01a2299d8ef87328ba09279cbe23d7d8","status":"completed","at":"2026-11-29T23:22:01.368Z","depth":0,"before":"completed"},"facts":{"owner":"local","task_type":"api_call","priority":"medium","scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299D8F44768AAE3B8074E31BBBCE','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"low","paused":true,"scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299D8F8A72E999D638D182F31B7C','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0}');
INSERT INTO "task_stats" VALUES(X'01A2299D8FC475D99455DDB0147E1C8E','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299D904B71808A9CEF224DF43D5D','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299D909073A7831D8D221F5F84C3','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299D90B071C5B694E64F935DCEF9','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:22:01.8Z","last_success_time":"2026-11-29T23:22:01.8Z","last_status":"completed","last_end":{"execution":"exe_9be0020ec4a55a998f150d96ea3a2313","status":"completed","at":"2026-11-29T23:22:01.8Z","depth":0},"facts":{"owner":"local","task_type":"todo","priority":"medium","completed":true,"stays":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299D90E472799C0276EC2B1E624B','{"run_count":0,"success_count":0,"failure_count":0,"active_count":1,"facts":{"owner":"local","task_type":"simulated","priority":"medium"}}');
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
INSERT INTO "tasks" VALUES(X'01A2299D8E8B7419AE651AB1527ADE87','local',1795994521227,NULL,1,NULL,'{"id":"tsk_01a2299d8e8b7419ae651ab1527ade87","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T23:22:01.227Z","updated_at":"2026-11-29T23:22:01.227Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299D8F44768AAE3B8074E31BBBCE','local',1795994521412,NULL,2,NULL,'{"id":"tsk_01a2299d8f44768aae3b8074e31bbbce","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T23:22:01.412Z","updated_at":"2026-11-29T23:22:01.44Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299D8F8A72E999D638D182F31B7C','local',1795994521482,1795994521517,2,NULL,'{"id":"tsk_01a2299d8f8a72e999d638d182f31b7c","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:22:01.482Z","updated_at":"2026-11-29T23:22:01.517Z","updated_by":"local","deleted_at":"2026-11-29T23:22:01.517Z","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299D8FC475D99455DDB0147E1C8E','local',1795994521540,NULL,1,X'01A2299D8E7075BBB944121CC477F3DC','{"id":"tsk_01a2299d8fc475d99455ddb0147e1c8e","owner":"local","name":"Of a config","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"config_id":"cfg_01a2299d8e7075bbb944121cc477f3dc","schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:22:01.54Z","updated_at":"2026-11-29T23:22:01.54Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299D904B71808A9CEF224DF43D5D','local',1795994521675,NULL,1,NULL,'{"id":"tsk_01a2299d904b71808a9cef224df43d5d","owner":"local","name":"After the report","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","dependencies":["tsk_01a2299d8e8b7419ae651ab1527ade87"],"created_at":"2026-11-29T23:22:01.675Z","updated_at":"2026-11-29T23:22:01.675Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299D909073A7831D8D221F5F84C3','local',1795994521744,NULL,1,NULL,'{"id":"tsk_01a2299d909073a7831d8d221f5f84c3","owner":"local","name":"Assigned","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33063/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","assigned_to":"bob","due_date":"2030-01-01T00:00:00Z","created_at":"2026-11-29T23:22:01.744Z","updated_at":"2026-11-29T23:22:01.744Z","updated_by":"local","version":1}','bob');
INSERT INTO "tasks" VALUES(X'01A2299D90B071C5B694E64F935DCEF9','local',1795994521776,NULL,2,NULL,'{"id":"tsk_01a2299d90b071c5b694e64f935dcef9","owner":"local","name":"Call back","spec":{"type":"todo","config":{}},"schedule_version":1,"policy":{},"priority":"medium","completed_at":"2026-11-29T23:22:01.8Z","created_at":"2026-11-29T23:22:01.776Z","updated_at":"2026-11-29T23:22:01.8Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299D90E472799C0276EC2B1E624B','local',1795994521828,NULL,1,NULL,'{"id":"tsk_01a2299d90e472799c0276ec2b1e624b","owner":"local","name":"Numbered","description":"By a number","spec":{"type":"simulated","config":{}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","number":1,"created_at":"2026-11-29T23:22:01.828Z","updated_at":"2026-11-29T23:22:01.828Z","updated_by":"local","version":1}',NULL);
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "templates" VALUES('tpl_ping',1,'{"id":"tpl_ping","name":"Ping","category":"monitoring","task_type":"http","default_config":{"method":"GET","url":"https://${input.host}/health"},"required_fields":["host"],"optional_fields":[],"config_schema":{"type":"object","properties":{"host":{"type":"string","minLength":1}}},"required_subscription_level":"free","credits_per_run":0,"tags":[],"metadata":{},"is_active":true,"created_at":"2026-11-29T23:22:02.035Z","updated_at":"2026-11-29T23:22:02.035Z","version":1}');
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
PRAGMA user_version = 5;
