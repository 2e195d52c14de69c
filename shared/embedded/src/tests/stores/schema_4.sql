BEGIN TRANSACTION;
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "accounts" VALUES('ada',2,'{"owner":"ada","level":"pro","level_since":"2026-11-29T23:20:04.703Z","ledger":{"month":0,"spent":0,"spent_ever":0,"bought":500,"top_ups":["exe_01a2299bc764711ab1fa45b39658d4dc"]},"updated_at":"2026-11-29T23:20:04.708Z"}');
CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY,
    owner        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    document     TEXT    NOT NULL
) STRICT;
INSERT INTO "api_keys" VALUES(X'4F005810B26682749484DABA000A77FF','local',1795994404678,4070908800000,NULL,'{"id":"key_4f005810b26682749484daba000a77ff","hash":"4f005810b26682749484daba000a77ffe9931a9e8d2dfc3023b5c4eef37b648e","owner":"local","name":"ci","role":"admin","level":"enterprise","scopes":["read","execute"],"created_at":"2026-11-29T23:20:04.678Z","expires_at":"2099-01-01T00:00:00Z","last_used_at":null}');
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'68B6433D5DE5543899C7F24EDC105BD6','local','local','execution.cancelled',NULL,1795994404179,'{"id":"evt_68b6433d5de5543899c7f24edc105bd6","at":"2026-11-29T23:20:04.179Z","action":"execution.cancelled","owner":"local","actor":"local","subject":"exe_01a2299bc54e76ff932c7eeea3259475"}');
INSERT INTO "audit" VALUES(X'E269A30370505A6F92FB4C1020D062D4','local','local','config.created',NULL,1795994404215,'{"id":"evt_e269a30370505a6f92fb4c1020d062d4","at":"2026-11-29T23:20:04.215Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a2299bc577769bb3830e833a60fa5d","changes":[{"field":"name","before":null,"after":"Users"},{"field":"shared","before":null,"after":false},{"field":"base_url","before":null,"after":"http://127.0.0.1:39413/"},{"field":"headers","before":null,"after":{"accept":"application/json"}},{"field":"rate_limit","before":null,"after":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100}},{"field":"concurrency","before":null,"after":3},{"field":"breaker","before":null,"after":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'5B4FF41853E15D229E7E755A401CFFFB','local','local','config.created',NULL,1795994404217,'{"id":"evt_5b4ff41853e15d229e7e755a401cfffb","at":"2026-11-29T23:20:04.217Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a2299bc57973a8ab1c148284b09a64","changes":[{"field":"name","before":null,"after":"Shared"},{"field":"shared","before":null,"after":true},{"field":"base_url","before":null,"after":"http://127.0.0.1:39413/"},{"field":"auth","before":null,"after":{"type":"bearer","token":"${secret:users#token}"}},{"field":"headers","before":null,"after":{}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'2C846AEF2B525EE4B60E354666C4DDCC','local','local','task.created',X'01A2299BC580711FA5A7F5602B66EE31',1795994404224,'{"id":"evt_2c846aef2b525ee4b60e354666c4ddcc","at":"2026-11-29T23:20:04.224Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc580711fa5a7f5602b66ee31","task_id":"tsk_01a2299bc580711fa5a7f5602b66ee31","changes":[{"field":"name","before":null,"after":"Report"},{"field":"description","before":null,"after":"Every day"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":["ops","daily"]},{"field":"metadata","before":null,"after":{"team":"ops"}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'A756F2AEA6CB5D22B6C343413DC896E4','local','local','task.created',X'01A2299BC5A17580ADDF75C37ABBCFAB',1795994404257,'{"id":"evt_a756f2aea6cb5d22b6c343413dc896e4","at":"2026-11-29T23:20:04.257Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc5a17580addf75c37abbcfab","task_id":"tsk_01a2299bc5a17580addf75c37abbcfab","changes":[{"field":"name","before":null,"after":"Paused"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"}},{"field":"timeout_ms","before":null,"after":10000},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"low"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'75ECBD6DC00158369537465331AB35BA','local','local','task.paused',X'01A2299BC5A17580ADDF75C37ABBCFAB',1795994404279,'{"id":"evt_75ecbd6dc00158369537465331ab35ba","at":"2026-11-29T23:20:04.279Z","action":"task.paused","owner":"local","actor":"local","subject":"tsk_01a2299bc5a17580addf75c37abbcfab","task_id":"tsk_01a2299bc5a17580addf75c37abbcfab"}');
INSERT INTO "audit" VALUES(X'67A18B984F7F5EB493E4CB0AC1F9F3DE','local','local','task.created',X'01A2299BC5BA7027AE702C6460D65A84',1795994404282,'{"id":"evt_67a18b984f7f5eb493e4cb0ac1f9f3de","at":"2026-11-29T23:20:04.282Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc5ba7027ae702c6460d65a84","task_id":"tsk_01a2299bc5ba7027ae702c6460d65a84","changes":[{"field":"name","before":null,"after":"Deleted"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'544C27A648CE50E698896500D5626242','local','local','task.deleted',X'01A2299BC5BA7027AE702C6460D65A84',1795994404347,'{"id":"evt_544c27a648ce50e698896500d5626242","at":"2026-11-29T23:20:04.347Z","action":"task.deleted","owner":"local","actor":"local","subject":"tsk_01a2299bc5ba7027ae702c6460d65a84","task_id":"tsk_01a2299bc5ba7027ae702c6460d65a84"}');
INSERT INTO "audit" VALUES(X'8FC84456F1705731956E73DD1B22CE99','local','local','task.created',X'01A2299BC60371959E51614988F10505',1795994404355,'{"id":"evt_8fc84456f1705731956e73dd1b22ce99","at":"2026-11-29T23:20:04.355Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc60371959e51614988f10505","task_id":"tsk_01a2299bc60371959e51614988f10505","changes":[{"field":"name","before":null,"after":"Of a config"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"config_id","before":null,"after":"cfg_01a2299bc577769bb3830e833a60fa5d"},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'814209D69F48573E87D86CD5616EA5D8','local','local','task.created',X'01A2299BC6CD7633B02C2DFCC48D3B09',1795994404557,'{"id":"evt_814209d69f48573e87d86cd5616ea5d8","at":"2026-11-29T23:20:04.557Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc6cd7633b02c2dfcc48d3b09","task_id":"tsk_01a2299bc6cd7633b02c2dfcc48d3b09","changes":[{"field":"name","before":null,"after":"After the report"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":["tsk_01a2299bc580711fa5a7f5602b66ee31"]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'51539BE1901F5546B8B7BB7EFC239116','local','local','task.created',X'01A2299BC6D870C2873A0DC97E0F98E2',1795994404568,'{"id":"evt_51539be1901f5546b8b7bb7efc239116","at":"2026-11-29T23:20:04.568Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc6d870c2873a0dc97e0f98e2","task_id":"tsk_01a2299bc6d870c2873a0dc97e0f98e2","changes":[{"field":"name","before":null,"after":"Assigned"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"assigned_to","before":null,"after":"bob"},{"field":"due_date","before":null,"after":"2030-01-01T00:00:00Z"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'2326077F97C85F2F95CA3AEC505CAE82','local','local','task.created',X'01A2299BC6DD76F4AEC8C1B37CDE8F65',1795994404573,'{"id":"evt_2326077f97c85f2f95ca3aec505cae82","at":"2026-11-29T23:20:04.573Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc6dd76f4aec8c1b37cde8f65","task_id":"tsk_01a2299bc6dd76f4aec8c1b37cde8f65","changes":[{"field":"name","before":null,"after":"Call back"},{"field":"type","before":null,"after":"todo"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0},{"field":"is_completed","before":null,"after":false}]}');
INSERT INTO "audit" VALUES(X'3A44297899E45E4A99F5E58C9617609D','local','local','task.updated',X'01A2299BC6DD76F4AEC8C1B37CDE8F65',1795994404575,'{"id":"evt_3a44297899e45e4a99f5e58c9617609d","at":"2026-11-29T23:20:04.575Z","action":"task.updated","owner":"local","actor":"local","subject":"tsk_01a2299bc6dd76f4aec8c1b37cde8f65","task_id":"tsk_01a2299bc6dd76f4aec8c1b37cde8f65","changes":[{"field":"is_completed","before":false,"after":true}]}');
INSERT INTO "audit" VALUES(X'1514E3B728125BC69BC8D6EDDFDDE6BF','local','local','task.created',X'01A2299BC6E3739C922D7B3DF52F8D4F',1795994404579,'{"id":"evt_1514e3b728125bc69bc8d6eddfdde6bf","at":"2026-11-29T23:20:04.579Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299bc6e3739c922d7b3df52f8d4f","task_id":"tsk_01a2299bc6e3739c922d7b3df52f8d4f","changes":[{"field":"name","before":null,"after":"Numbered"},{"field":"description","before":null,"after":"By a number"},{"field":"type","before":null,"after":"simulated"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'A7D10516B76053C68CF6539156BC29EC','local','local','api_key.created',NULL,1795994404678,'{"id":"evt_a7d10516b76053c68cf6539156bc29ec","at":"2026-11-29T23:20:04.678Z","action":"api_key.created","owner":"local","actor":"local","subject":"key_4f005810b26682749484daba000a77ff","changes":[{"field":"name","before":null,"after":"ci"},{"field":"role","before":null,"after":"admin"},{"field":"scopes","before":null,"after":["read","execute"]},{"field":"expires_at","before":null,"after":"2099-01-01T00:00:00Z"}]}');
INSERT INTO "audit" VALUES(X'10E8920AA128548A9CA5C849A9362550','ada','local','account.updated',NULL,1795994404703,'{"id":"evt_10e8920aa128548a9ca5c849a9362550","at":"2026-11-29T23:20:04.703Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"subscription_level","before":null,"after":"pro"}]}');
INSERT INTO "audit" VALUES(X'B3C62EDE4CC65DCAA689F8C67BE22AB4','ada','local','account.updated',NULL,1795994404708,'{"id":"evt_b3c62ede4cc65dcaa689f8c67be22ab4","at":"2026-11-29T23:20:04.708Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"credits_bought","before":0,"after":500}]}');
INSERT INTO "audit" VALUES(X'6E00EB8240D755828C1F1E8FD6F48AAA',NULL,'local','template.created',NULL,1795994404712,'{"id":"evt_6e00eb8240d755828c1f1e8fd6f48aaa","at":"2026-11-29T23:20:04.712Z","action":"template.created","actor":"local","subject":"tpl_ping","changes":[{"field":"name","before":null,"after":"Ping"},{"field":"category","before":null,"after":"monitoring"},{"field":"task_type","before":null,"after":"http"},{"field":"default_config","before":null,"after":{"method":"GET","url":"https://${input.host}/health"}},{"field":"required_fields","before":null,"after":["host"]},{"field":"optional_fields","before":null,"after":[]},{"field":"config_schema","before":null,"after":{"type":"object","properties":{"host":{"type":"string","minLength":1}}}},{"field":"required_subscription_level","before":null,"after":"free"},{"field":"credits_per_run","before":null,"after":0},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"is_active","before":null,"after":true}]}');
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
INSERT INTO "changes" VALUES(40,1795994405086,NULL,'["cfg_01a2299bc577769bb3830e833a60fa5d",{"owner":"local","seen":1795994404558,"phase":"closed","failed":{"ms":3000,"first":598664801,"counts":[1]},"suspect_since":1795994404558,"streak":1},{"owner":"local","seen":1795994405086,"phase":"open","until":1795998005086,"changes":1,"transitions":[[1795994405086,"closed","open","the last 2 calls failed"]]}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES('local-275492beda8293e4','0000000000000000000000000000000000000040');
CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "configs" VALUES(X'01A2299BC577769BB3830E833A60FA5D','local',0,1795994404215,1,'{"id":"cfg_01a2299bc577769bb3830e833a60fa5d","owner":"local","name":"Users","profile":{"base_url":"http://127.0.0.1:39413/","headers":{"accept":"application/json"},"policy":{},"rate_limit":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100},"concurrency":3,"breaker":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},"created_at":"2026-11-29T23:20:04.215Z","updated_at":"2026-11-29T23:20:04.215Z","updated_by":"local","version":1}');
INSERT INTO "configs" VALUES(X'01A2299BC57973A8AB1C148284B09A64','local',1,1795994404217,1,'{"id":"cfg_01a2299bc57973a8ab1c148284b09a64","owner":"local","name":"Shared","shared":true,"profile":{"base_url":"http://127.0.0.1:39413/","auth":{"type":"bearer","token":"${secret:users#token}"},"policy":{}},"created_at":"2026-11-29T23:20:04.217Z","updated_at":"2026-11-29T23:20:04.217Z","updated_by":"local","version":1}');
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
INSERT INTO "dependents" VALUES(X'01A2299BC580711FA5A7F5602B66EE31',X'01A2299BC6CD7633B02C2DFCC48D3B09');
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
INSERT INTO "executions" VALUES(1,X'01A2299BC4E9721B941F7EDCFB1C493B','local',NULL,'http',0,1795994404073,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:20:04.126Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.074Z","duration_ms":52,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:20:04.126Z"}','{"id":"exe_01a2299bc4e9721b941f7edcfb1c493b","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.073Z"}');
INSERT INTO "executions" VALUES(2,X'01A2299BC50F741980753B2FCDAA4D9C','local',NULL,'http',0,1795994404111,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:20:04.119Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.111Z","duration_ms":8,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:20:04.119Z"}','{"id":"exe_01a2299bc50f741980753b2fcdaa4d9c","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.111Z"}');
INSERT INTO "executions" VALUES(3,X'01A2299BC51F701D93FB19887999FF5A','local',NULL,'http',0,1795994404127,2,3,1,0,0,0,1795998004134,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-30T00:20:04.134Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.127Z","duration_ms":7,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-30T00:20:04.134Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:20:04.134Z"}','{"id":"exe_01a2299bc51f701d93fb19887999ff5a","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.127Z"}');
INSERT INTO "executions" VALUES(4,X'01A2299BC52775EE9F6D55AAF99D4519','local',NULL,'http',1,1795994404135,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:20:04.166Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.136Z","duration_ms":30,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T23:20:04.166Z"}','{"id":"exe_01a2299bc52775ee9f6d55aaf99d4519","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.135Z"}');
INSERT INTO "executions" VALUES(5,X'01A2299BC54B73EE86E05041523C82EB','local',NULL,'http',0,1795994404171,0,1,0,0,0,0,1798586404171,'{"version":1,"state":{"status":"pending","due":"2026-12-29T23:20:04.171Z"},"updated_at":"2026-11-29T23:20:04.171Z"}','{"id":"exe_01a2299bc54b73ee86e05041523c82eb","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T23:20:04.171Z"},"created_at":"2026-11-29T23:20:04.171Z"}');
INSERT INTO "executions" VALUES(6,X'01A2299BC54E76FF932C7EEEA3259475','local',NULL,'http',0,1795994404174,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T23:20:04.179Z","reason":"requested"},"cancellation":{"reason":"requested","by":"local"},"updated_at":"2026-11-29T23:20:04.179Z"}','{"id":"exe_01a2299bc54e76ff932c7eeea3259475","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T23:20:04.174Z"},"created_at":"2026-11-29T23:20:04.174Z"}');
INSERT INTO "executions" VALUES(7,X'01A2299BC58873DD877E824674D8FB3B','local',X'01A2299BC580711FA5A7F5602B66EE31','api_call',0,1795994404232,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:20:04.243Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.233Z","duration_ms":10,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:20:04.243Z"}','{"id":"exe_01a2299bc58873dd877e824674d8fb3b","owner":"local","task_id":"tsk_01a2299bc580711fa5a7f5602b66ee31","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:20:04.232Z"}');
INSERT INTO "executions" VALUES(8,X'01A2299BC595715783154D038647AA9C','local',X'01A2299BC580711FA5A7F5602B66EE31','api_call',0,1795994404245,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:20:04.252Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.246Z","duration_ms":6,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:20:04.252Z"}','{"id":"exe_01a2299bc595715783154d038647aa9c","owner":"local","task_id":"tsk_01a2299bc580711fa5a7f5602b66ee31","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"input":{"day":"2026-01-15"},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:20:04.245Z"}');
INSERT INTO "executions" VALUES(9,X'01A2299BC6437666B046A6CE378B59CF','local',NULL,'http',0,1795994404419,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:20:04.566Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.422Z","duration_ms":144,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:20:04.566Z"}','{"id":"exe_01a2299bc6437666b046a6ce378b59cf","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a2299bc577769bb3830e833a60fa5d","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.419Z"}');
INSERT INTO "executions" VALUES(10,X'01A2299BC69370DB9187B87084FCB5F9','local',NULL,'http',0,1795994404499,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:20:04.567Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.515Z","duration_ms":52,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:20:04.567Z"}','{"id":"exe_01a2299bc69370db9187b87084fcb5f9","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a2299bc577769bb3830e833a60fa5d","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.499Z"}');
INSERT INTO "executions" VALUES(11,X'42974FD98EFD5934BEC7673E6D7327A2','local',X'01A2299BC6E3739C922D7B3DF52F8D4F','simulated',0,1795994404579,4,3,1,0,0,0,1795994699216,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-11-29T23:24:59.216Z","what":"time"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.611Z","duration_ms":28,"outcome":"waiting"}],"updated_at":"2026-11-29T23:20:04.639Z"}','{"id":"exe_42974fd98efd5934bec7673e6d7327a2","owner":"local","task_id":"tsk_01a2299bc6e3739c922d7b3df52f8d4f","spec":{"type":"simulated","config":{"min_ms":180000,"max_ms":300000,"failure_rate":0.1}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:20:04.579Z","idempotency":{"key":"tsk_01a2299bc6e3739c922d7b3df52f8d4f","body_digest":""}}');
INSERT INTO "executions" VALUES(12,X'01A2299BC73376B0BFD094B6B8116F85','local',NULL,'http',0,1795994404659,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:20:04.674Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.659Z","duration_ms":15,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:20:04.674Z"}','{"id":"exe_01a2299bc73376b0bfd094b6b8116f85","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.659Z"}');
INSERT INTO "executions" VALUES(13,X'01A2299BC73376B0BFD094B7260AE01C','local',NULL,'http',0,1795994404659,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:20:04.675Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:20:04.659Z","duration_ms":16,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:20:04 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:20:04.675Z"}','{"id":"exe_01a2299bc73376b0bfd094b7260ae01c","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:39413/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:20:04.659Z"}');
INSERT INTO "executions" VALUES(14,X'9E3819B7F3D956C3820BC6CF3D12FE1B','local',X'01A2299BC6DD76F4AEC8C1B37CDE8F65','todo',0,1795994404575,5,1,0,0,0,0,NULL,'{"version":1,"state":{"status":"completed","at":"2026-11-29T23:20:04.575Z"},"updated_at":"2026-11-29T23:20:04.575Z"}','{"id":"exe_9e3819b7f3d956c3820bc6cf3d12fe1b","owner":"local","task_id":"tsk_01a2299bc6dd76f4aec8c1b37cde8f65","spec":{"type":"todo","config":{}},"policy":{"timeout_ms":300000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"completion"},"created_at":"2026-11-29T23:20:04.575Z"}');
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO "gates" VALUES(X'01A2299BC577769BB3830E833A60FA5D','breaker',2,'{"breaker":{"owner":"local","seen":1795994405086,"phase":"open","until":1795998005086,"changes":1,"transitions":[[1795994405086,"closed","open","the last 2 calls failed"]]}}');
INSERT INTO "gates" VALUES(X'01A2299BC577769BB3830E833A60FA5D','limiter.0',1,'{"limiter":{"seen":1795994404556,"used":{"bucket":80000000000},"leases":[["6e944f48c67dbae3",4,1795994434556]],"last":1795994404556}}');
INSERT INTO "gates" VALUES(X'01A2299BC577769BB3830E833A60FA5D','permits.0',2,'{"permits":{"seen":1795994404556,"leases":[["6e944f48c67dbae3",2,1795994414556]]}}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('probed',X'000001A2299BCB31');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D32373534393262656461383239336534');
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
INSERT INTO "rollups" VALUES('local',498887,'{"started":14,"completed":7,"failed":3,"cancelled":1,"attempts":9,"duration_ms":333,"nano_usd":60895,"t.http":10,"t.api_call":2,"t.simulated":1,"t.todo":1,"g.manual":3,"g.api":10,"g.completion":1,"p.medium":13,"p.high":1,"d.6":1,"d.8":1,"d.10":1,"d.15":1,"d.16":1,"d.30":1,"d.52":2,"d.100":1}');
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A2299BC580711FA5A7F5602B66EE31',1,'{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795994404224,1795994404230);
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
INSERT INTO "task_numbers" VALUES(1,X'01A2299BC6E3739C922D7B3DF52F8D4F');
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A2299BC580711FA5A7F5602B66EE31','{"run_count":2,"success_count":2,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:20:04.252Z","last_success_time":"2026-11-29T23:20:04.252Z","last_status":"completed","last_result":{"status":200},"last_end":{"execution":"exe_01a2299bc595715783154d038647aa9c","status":"completed","at":"2026-11-29T23:20:04.252Z","depth":0,"before":"completed"},"facts":{"owner":"local","task_type":"api_call","priority":"medium","scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299BC5A17580ADDF75C37ABBCFAB','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"low","paused":true,"scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299BC5BA7027AE702C6460D65A84','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0}');
INSERT INTO "task_stats" VALUES(X'01A2299BC60371959E51614988F10505','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299BC6CD7633B02C2DFCC48D3B09','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299BC6D870C2873A0DC97E0F98E2','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299BC6DD76F4AEC8C1B37CDE8F65','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:20:04.575Z","last_success_time":"2026-11-29T23:20:04.575Z","last_status":"completed","last_end":{"execution":"exe_9e3819b7f3d956c3820bc6cf3d12fe1b","status":"completed","at":"2026-11-29T23:20:04.575Z","depth":0},"facts":{"owner":"local","task_type":"todo","priority":"medium","completed":true,"stays":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299BC6E3739C922D7B3DF52F8D4F','{"run_count":0,"success_count":0,"failure_count":0,"active_count":1,"facts":{"owner":"local","task_type":"simulated","priority":"medium"}}');
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
INSERT INTO "tasks" VALUES(X'01A2299BC580711FA5A7F5602B66EE31','local',1795994404224,NULL,1,NULL,'{"id":"tsk_01a2299bc580711fa5a7f5602b66ee31","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T23:20:04.224Z","updated_at":"2026-11-29T23:20:04.224Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299BC5A17580ADDF75C37ABBCFAB','local',1795994404257,NULL,2,NULL,'{"id":"tsk_01a2299bc5a17580addf75c37abbcfab","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T23:20:04.257Z","updated_at":"2026-11-29T23:20:04.279Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299BC5BA7027AE702C6460D65A84','local',1795994404282,1795994404347,2,NULL,'{"id":"tsk_01a2299bc5ba7027ae702c6460d65a84","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:20:04.282Z","updated_at":"2026-11-29T23:20:04.347Z","updated_by":"local","deleted_at":"2026-11-29T23:20:04.347Z","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299BC60371959E51614988F10505','local',1795994404355,NULL,1,X'01A2299BC577769BB3830E833A60FA5D','{"id":"tsk_01a2299bc60371959e51614988f10505","owner":"local","name":"Of a config","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"config_id":"cfg_01a2299bc577769bb3830e833a60fa5d","schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:20:04.355Z","updated_at":"2026-11-29T23:20:04.355Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299BC6CD7633B02C2DFCC48D3B09','local',1795994404557,NULL,1,NULL,'{"id":"tsk_01a2299bc6cd7633b02c2dfcc48d3b09","owner":"local","name":"After the report","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","dependencies":["tsk_01a2299bc580711fa5a7f5602b66ee31"],"created_at":"2026-11-29T23:20:04.557Z","updated_at":"2026-11-29T23:20:04.557Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299BC6D870C2873A0DC97E0F98E2','local',1795994404568,NULL,1,NULL,'{"id":"tsk_01a2299bc6d870c2873a0dc97e0f98e2","owner":"local","name":"Assigned","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:39413/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","assigned_to":"bob","due_date":"2030-01-01T00:00:00Z","created_at":"2026-11-29T23:20:04.568Z","updated_at":"2026-11-29T23:20:04.568Z","updated_by":"local","version":1}','bob');
INSERT INTO "tasks" VALUES(X'01A2299BC6DD76F4AEC8C1B37CDE8F65','local',1795994404573,NULL,2,NULL,'{"id":"tsk_01a2299bc6dd76f4aec8c1b37cde8f65","owner":"local","name":"Call back","spec":{"type":"todo","config":{}},"schedule_version":1,"policy":{},"priority":"medium","completed_at":"2026-11-29T23:20:04.575Z","created_at":"2026-11-29T23:20:04.573Z","updated_at":"2026-11-29T23:20:04.575Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299BC6E3739C922D7B3DF52F8D4F','local',1795994404579,NULL,1,NULL,'{"id":"tsk_01a2299bc6e3739c922d7b3df52f8d4f","owner":"local","name":"Numbered","description":"By a number","spec":{"type":"simulated","config":{}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","number":1,"created_at":"2026-11-29T23:20:04.579Z","updated_at":"2026-11-29T23:20:04.579Z","updated_by":"local","version":1}',NULL);
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "templates" VALUES('tpl_ping',1,'{"id":"tpl_ping","name":"Ping","category":"monitoring","task_type":"http","default_config":{"method":"GET","url":"https://${input.host}/health"},"required_fields":["host"],"optional_fields":[],"config_schema":{"type":"object","properties":{"host":{"type":"string","minLength":1}}},"required_subscription_level":"free","credits_per_run":0,"tags":[],"metadata":{},"is_active":true,"created_at":"2026-11-29T23:20:04.712Z","updated_at":"2026-11-29T23:20:04.712Z","version":1}');
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
PRAGMA user_version = 4;
