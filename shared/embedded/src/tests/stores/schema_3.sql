BEGIN TRANSACTION;
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "accounts" VALUES('ada',2,'{"owner":"ada","level":"pro","level_since":"2026-11-29T23:17:29.568Z","ledger":{"month":0,"spent":0,"spent_ever":0,"bought":500,"top_ups":["exe_01a2299969ec757dac9435f3f7e8db9d"]},"updated_at":"2026-11-29T23:17:29.708Z"}');
CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY,
    owner        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    document     TEXT    NOT NULL
) STRICT;
INSERT INTO "api_keys" VALUES(X'9BF2C1ACA2378C1388626946F16710EF','local',1795994249491,4070908800000,NULL,'{"id":"key_9bf2c1aca2378c1388626946f16710ef","hash":"9bf2c1aca2371c1308626946f16710ef719552e57bb05158363d8bfd0c6a1e2e","owner":"local","name":"ci","role":"admin","level":"enterprise","scopes":["read","execute"],"created_at":"2026-11-29T23:17:29.491Z","expires_at":"2099-01-01T00:00:00Z","last_used_at":null}');
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'4D68F38D6A26552D8E48C2DDC851740A','local','local','execution.cancelled',NULL,1795994248956,'{"id":"evt_4d68f38d6a26552d8e48c2ddc851740a","at":"2026-11-29T23:17:28.956Z","action":"execution.cancelled","owner":"local","actor":"local","subject":"exe_01a2299966e87288b8fc3b1778c3118c"}');
INSERT INTO "audit" VALUES(X'C826D87102205F9FA8545CCB5A4437D4','local','local','config.created',NULL,1795994248972,'{"id":"evt_c826d87102205f9fa8545ccb5a4437d4","at":"2026-11-29T23:17:28.972Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a22999670c7686bab87f0c675cc953","changes":[{"field":"name","before":null,"after":"Users"},{"field":"shared","before":null,"after":false},{"field":"base_url","before":null,"after":"http://127.0.0.1:41075/"},{"field":"headers","before":null,"after":{"accept":"application/json"}},{"field":"rate_limit","before":null,"after":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100}},{"field":"concurrency","before":null,"after":3},{"field":"breaker","before":null,"after":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'C82AB8BED5935372A7177AA5CD637CF7','local','local','config.created',NULL,1795994248983,'{"id":"evt_c82ab8bed5935372a7177aa5cd637cf7","at":"2026-11-29T23:17:28.983Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a22999671777bc8842158bfad6d1f0","changes":[{"field":"name","before":null,"after":"Shared"},{"field":"shared","before":null,"after":true},{"field":"base_url","before":null,"after":"http://127.0.0.1:41075/"},{"field":"auth","before":null,"after":{"type":"bearer","token":"${secret:users#token}"}},{"field":"headers","before":null,"after":{}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'4A385A446C445A4AA07294C328F19019','local','local','task.created',X'01A22999672374F898EA215A6FA1362F',1795994248995,'{"id":"evt_4a385a446c445a4aa07294c328f19019","at":"2026-11-29T23:17:28.995Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22999672374f898ea215a6fa1362f","task_id":"tsk_01a22999672374f898ea215a6fa1362f","changes":[{"field":"name","before":null,"after":"Report"},{"field":"description","before":null,"after":"Every day"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":["ops","daily"]},{"field":"metadata","before":null,"after":{"team":"ops"}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'10EB7B59133D502DBB64019A75C4975D','local','local','task.created',X'01A2299967F2727F90D12A610A26E644',1795994249202,'{"id":"evt_10eb7b59133d502dbb64019a75c4975d","at":"2026-11-29T23:17:29.202Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299967f2727f90d12a610a26e644","task_id":"tsk_01a2299967f2727f90d12a610a26e644","changes":[{"field":"name","before":null,"after":"Paused"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"}},{"field":"timeout_ms","before":null,"after":10000},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"low"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'1F4EF7C84659536891C661F55B191077','local','local','task.paused',X'01A2299967F2727F90D12A610A26E644',1795994249206,'{"id":"evt_1f4ef7c84659536891c661f55b191077","at":"2026-11-29T23:17:29.206Z","action":"task.paused","owner":"local","actor":"local","subject":"tsk_01a2299967f2727f90d12a610a26e644","task_id":"tsk_01a2299967f2727f90d12a610a26e644"}');
INSERT INTO "audit" VALUES(X'EC6CCA9FF04D597DA3E74E85D568483E','local','local','task.created',X'01A22999686B76F5BAD2CB110AA7166F',1795994249323,'{"id":"evt_ec6cca9ff04d597da3e74e85d568483e","at":"2026-11-29T23:17:29.323Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22999686b76f5bad2cb110aa7166f","task_id":"tsk_01a22999686b76f5bad2cb110aa7166f","changes":[{"field":"name","before":null,"after":"Deleted"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'8CB2E21EFE9E5501AB7BC9A624684946','local','local','task.deleted',X'01A22999686B76F5BAD2CB110AA7166F',1795994249336,'{"id":"evt_8cb2e21efe9e5501ab7bc9a624684946","at":"2026-11-29T23:17:29.336Z","action":"task.deleted","owner":"local","actor":"local","subject":"tsk_01a22999686b76f5bad2cb110aa7166f","task_id":"tsk_01a22999686b76f5bad2cb110aa7166f"}');
INSERT INTO "audit" VALUES(X'17AB5DAD1F9C5026963FB2A1A1A9C2CC','local','local','task.created',X'01A22999688F7433AFE5F6330411D64F',1795994249359,'{"id":"evt_17ab5dad1f9c5026963fb2a1a1a9c2cc","at":"2026-11-29T23:17:29.359Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22999688f7433afe5f6330411d64f","task_id":"tsk_01a22999688f7433afe5f6330411d64f","changes":[{"field":"name","before":null,"after":"Of a config"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"config_id","before":null,"after":"cfg_01a22999670c7686bab87f0c675cc953"},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'4B0E26DCCD0C534682703F607AE88B66','local','local','task.created',X'01A22999689F7721AED4D753035362CA',1795994249375,'{"id":"evt_4b0e26dccd0c534682703f607ae88b66","at":"2026-11-29T23:17:29.375Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a22999689f7721aed4d753035362ca","task_id":"tsk_01a22999689f7721aed4d753035362ca","changes":[{"field":"name","before":null,"after":"After the report"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":["tsk_01a22999672374f898ea215a6fa1362f"]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'74D31E4D5F9259298235CFA07A56768F','local','local','task.created',X'01A2299968A77106AC1313AAEA0B9B81',1795994249383,'{"id":"evt_74d31e4d5f9259298235cfa07a56768f","at":"2026-11-29T23:17:29.383Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299968a77106ac1313aaea0b9b81","task_id":"tsk_01a2299968a77106ac1313aaea0b9b81","changes":[{"field":"name","before":null,"after":"Assigned"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"assigned_to","before":null,"after":"bob"},{"field":"due_date","before":null,"after":"2030-01-01T00:00:00Z"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'85A64C04E8E953BF91F20BBB6DD1F963','local','local','task.created',X'01A2299968AB757BAA5B744A24EE9F85',1795994249387,'{"id":"evt_85a64c04e8e953bf91f20bbb6dd1f963","at":"2026-11-29T23:17:29.387Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299968ab757baa5b744a24ee9f85","task_id":"tsk_01a2299968ab757baa5b744a24ee9f85","changes":[{"field":"name","before":null,"after":"Call back"},{"field":"type","before":null,"after":"todo"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0},{"field":"is_completed","before":null,"after":false}]}');
INSERT INTO "audit" VALUES(X'41824BA2638E57199A22C4728EF62824','local','local','task.updated',X'01A2299968AB757BAA5B744A24EE9F85',1795994249390,'{"id":"evt_41824ba2638e57199a22c4728ef62824","at":"2026-11-29T23:17:29.39Z","action":"task.updated","owner":"local","actor":"local","subject":"tsk_01a2299968ab757baa5b744a24ee9f85","task_id":"tsk_01a2299968ab757baa5b744a24ee9f85","changes":[{"field":"is_completed","before":false,"after":true}]}');
INSERT INTO "audit" VALUES(X'D44E53A210025DDCA5414AF279F19487','local','local','task.created',X'01A2299968B4713696F9B8DC6931C9AC',1795994249396,'{"id":"evt_d44e53a210025ddca5414af279f19487","at":"2026-11-29T23:17:29.396Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a2299968b4713696f9b8dc6931c9ac","task_id":"tsk_01a2299968b4713696f9b8dc6931c9ac","changes":[{"field":"name","before":null,"after":"Numbered"},{"field":"description","before":null,"after":"By a number"},{"field":"type","before":null,"after":"simulated"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'BEFB1A57710E52E9AA2F34B35E211BEA','local','local','api_key.created',NULL,1795994249491,'{"id":"evt_befb1a57710e52e9aa2f34b35e211bea","at":"2026-11-29T23:17:29.491Z","action":"api_key.created","owner":"local","actor":"local","subject":"key_9bf2c1aca2378c1388626946f16710ef","changes":[{"field":"name","before":null,"after":"ci"},{"field":"role","before":null,"after":"admin"},{"field":"scopes","before":null,"after":["read","execute"]},{"field":"expires_at","before":null,"after":"2099-01-01T00:00:00Z"}]}');
INSERT INTO "audit" VALUES(X'F7CDD359AB0C53ADB233E9B0E6D62528','ada','local','account.updated',NULL,1795994249568,'{"id":"evt_f7cdd359ab0c53adb233e9b0e6d62528","at":"2026-11-29T23:17:29.568Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"subscription_level","before":null,"after":"pro"}]}');
INSERT INTO "audit" VALUES(X'432E24EDBCBD5ED084ADC6A90650BBC2','ada','local','account.updated',NULL,1795994249708,'{"id":"evt_432e24edbcbd5ed084adc6a90650bbc2","at":"2026-11-29T23:17:29.708Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"credits_bought","before":0,"after":500}]}');
INSERT INTO "audit" VALUES(X'4DEF68AE06C35B2CB6121892E46A165D',NULL,'local','template.created',NULL,1795994249769,'{"id":"evt_4def68ae06c35b2cb6121892e46a165d","at":"2026-11-29T23:17:29.769Z","action":"template.created","actor":"local","subject":"tpl_ping","changes":[{"field":"name","before":null,"after":"Ping"},{"field":"category","before":null,"after":"monitoring"},{"field":"task_type","before":null,"after":"http"},{"field":"default_config","before":null,"after":{"method":"GET","url":"https://${input.host}/health"}},{"field":"required_fields","before":null,"after":["host"]},{"field":"optional_fields","before":null,"after":[]},{"field":"config_schema","before":null,"after":{"type":"object","properties":{"host":{"type":"string","minLength":1}}}},{"field":"required_subscription_level","before":null,"after":"free"},{"field":"credits_per_run","before":null,"after":0},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"is_active","before":null,"after":true}]}');
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
INSERT INTO "changes" VALUES(37,1795994249483,NULL,NULL,X'01A2299968C37375896488A5BC5DCB83','local',NULL,'http','api',1795994249411,1,0,5,1,1795994249411,1795994249483,NULL,'medium',NULL,0,5949,NULL,NULL,0,NULL,NULL);
INSERT INTO "changes" VALUES(38,1795994249484,NULL,NULL,X'01A2299968C2771A96BD4F8ECEB148EA','local',NULL,'http','api',1795994249410,1,0,5,1,1795994249410,1795994249484,NULL,'medium',NULL,0,5963,NULL,NULL,0,NULL,NULL);
INSERT INTO "changes" VALUES(39,1795994249390,NULL,NULL,X'EF31AB702B8250EF95BEC66A7495E802','local',X'01A2299968AB757BAA5B744A24EE9F85','todo','completion',1795994249390,NULL,NULL,5,0,NULL,1795994249390,NULL,'medium',NULL,0,2782,NULL,NULL,0,NULL,NULL);
CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES('local-6d69169828e64aa8','0000000000000000000000000000000000000039');
CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "configs" VALUES(X'01A22999670C7686BAB87F0C675CC953','local',0,1795994248972,1,'{"id":"cfg_01a22999670c7686bab87f0c675cc953","owner":"local","name":"Users","profile":{"base_url":"http://127.0.0.1:41075/","headers":{"accept":"application/json"},"policy":{},"rate_limit":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100},"concurrency":3,"breaker":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},"created_at":"2026-11-29T23:17:28.972Z","updated_at":"2026-11-29T23:17:28.972Z","updated_by":"local","version":1}');
INSERT INTO "configs" VALUES(X'01A22999671777BC8842158BFAD6D1F0','local',1,1795994248983,1,'{"id":"cfg_01a22999671777bc8842158bfad6d1f0","owner":"local","name":"Shared","shared":true,"profile":{"base_url":"http://127.0.0.1:41075/","auth":{"type":"bearer","token":"${secret:users#token}"},"policy":{}},"created_at":"2026-11-29T23:17:28.983Z","updated_at":"2026-11-29T23:17:28.983Z","updated_by":"local","version":1}');
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
INSERT INTO "dependents" VALUES(X'01A22999672374F898EA215A6FA1362F',X'01A22999689F7721AED4D753035362CA');
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
INSERT INTO "executions" VALUES(1,X'01A22999665375B1BAE33D108DAFA5D5','local',NULL,'http',0,1795994248787,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:17:28.881Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:28.788Z","duration_ms":93,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:28 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:17:28.881Z"}','{"id":"exe_01a22999665375b1bae33d108dafa5d5","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:28.787Z"}');
INSERT INTO "executions" VALUES(2,X'01A22999665F70C1A9FBBA8E2BDCE4A6','local',NULL,'http',0,1795994248799,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:17:28.88Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:28.8Z","duration_ms":80,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:28 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:17:28.88Z"}','{"id":"exe_01a22999665f70c1a9fbba8e2bdce4a6","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:28.799Z"}');
INSERT INTO "executions" VALUES(3,X'01A22999666773B4AEE2A66D4BF0FB03','local',NULL,'http',0,1795994248807,2,3,1,0,0,0,1795997848880,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-30T00:17:28.88Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:28.807Z","duration_ms":73,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-30T00:17:28.88Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:28 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:17:28.88Z"}','{"id":"exe_01a22999666773b4aee2a66d4bf0fb03","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:28.807Z"}');
INSERT INTO "executions" VALUES(4,X'01A22999666973C89F75B0A126C66F2A','local',NULL,'http',1,1795994248809,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:17:28.927Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:28.809Z","duration_ms":118,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:28 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T23:17:28.927Z"}','{"id":"exe_01a22999666973c89f75b0a126c66f2a","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:28.809Z"}');
INSERT INTO "executions" VALUES(5,X'01A22999666E77C29C73638215EBCB1F','local',NULL,'http',0,1795994248814,0,1,0,0,0,0,1798586248814,'{"version":1,"state":{"status":"pending","due":"2026-12-29T23:17:28.814Z"},"updated_at":"2026-11-29T23:17:28.814Z"}','{"id":"exe_01a22999666e77c29c73638215ebcb1f","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T23:17:28.814Z"},"created_at":"2026-11-29T23:17:28.814Z"}');
INSERT INTO "executions" VALUES(6,X'01A2299966E87288B8FC3B1778C3118C','local',NULL,'http',0,1795994248936,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T23:17:28.956Z","reason":"requested"},"updated_at":"2026-11-29T23:17:28.956Z"}','{"id":"exe_01a2299966e87288b8fc3b1778c3118c","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T23:17:28.936Z"},"created_at":"2026-11-29T23:17:28.936Z"}');
INSERT INTO "executions" VALUES(7,X'01A2299967507393A34E08E66EB4536D','local',X'01A22999672374F898EA215A6FA1362F','api_call',0,1795994249040,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:17:29.098Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.04Z","duration_ms":58,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:17:29.098Z"}','{"id":"exe_01a2299967507393a34e08e66eb4536d","owner":"local","task_id":"tsk_01a22999672374f898ea215a6fa1362f","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:17:29.04Z"}');
INSERT INTO "executions" VALUES(8,X'01A2299967BE728EA865C2826E866455','local',X'01A22999672374F898EA215A6FA1362F','api_call',0,1795994249150,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:17:29.196Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.151Z","duration_ms":45,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:17:29.196Z"}','{"id":"exe_01a2299967be728ea865c2826e866455","owner":"local","task_id":"tsk_01a22999672374f898ea215a6fa1362f","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"input":{"day":"2026-01-15"},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:17:29.15Z"}');
INSERT INTO "executions" VALUES(9,X'01A229996893717E9B025A2202F51C87','local',NULL,'http',0,1795994249363,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:17:29.373Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.363Z","duration_ms":10,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:17:29.373Z"}','{"id":"exe_01a229996893717e9b025a2202f51c87","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a22999670c7686bab87f0c675cc953","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:29.363Z"}');
INSERT INTO "executions" VALUES(10,X'01A22999689A778F8622E138852C0AD6','local',NULL,'http',0,1795994249370,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:17:29.375Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.371Z","duration_ms":4,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:17:29.375Z"}','{"id":"exe_01a22999689a778f8622e138852c0ad6","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a22999670c7686bab87f0c675cc953","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:29.37Z"}');
INSERT INTO "executions" VALUES(11,X'913ED41B95F85BECB47915C3D9226803','local',X'01A2299968B4713696F9B8DC6931C9AC','simulated',0,1795994249396,4,3,1,0,0,0,1795994514725,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-11-29T23:21:54.725Z","what":"time"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.399Z","duration_ms":10,"outcome":"waiting"}],"updated_at":"2026-11-29T23:17:29.409Z"}','{"id":"exe_913ed41b95f85becb47915c3d9226803","owner":"local","task_id":"tsk_01a2299968b4713696f9b8dc6931c9ac","spec":{"type":"simulated","config":{"min_ms":180000,"max_ms":300000,"failure_rate":0.1}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:17:29.396Z","idempotency":{"key":"tsk_01a2299968b4713696f9b8dc6931c9ac","body_digest":""}}');
INSERT INTO "executions" VALUES(12,X'01A2299968C2771A96BD4F8ECEB148EA','local',NULL,'http',0,1795994249410,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:17:29.484Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.41Z","duration_ms":74,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:17:29.484Z"}','{"id":"exe_01a2299968c2771a96bd4f8eceb148ea","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:29.41Z"}');
INSERT INTO "executions" VALUES(13,X'01A2299968C37375896488A5BC5DCB83','local',NULL,'http',0,1795994249411,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:17:29.483Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:17:29.411Z","duration_ms":72,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:17:29 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:17:29.483Z"}','{"id":"exe_01a2299968c37375896488a5bc5dcb83","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:41075/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:17:29.411Z"}');
INSERT INTO "executions" VALUES(14,X'EF31AB702B8250EF95BEC66A7495E802','local',X'01A2299968AB757BAA5B744A24EE9F85','todo',0,1795994249390,5,1,0,0,0,0,NULL,'{"version":1,"state":{"status":"completed","at":"2026-11-29T23:17:29.39Z"},"updated_at":"2026-11-29T23:17:29.39Z"}','{"id":"exe_ef31ab702b8250ef95bec66a7495e802","owner":"local","task_id":"tsk_01a2299968ab757baa5b744a24ee9f85","spec":{"type":"todo","config":{}},"policy":{"timeout_ms":300000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"completion"},"created_at":"2026-11-29T23:17:29.39Z"}');
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO "gates" VALUES(X'01A22999670C7686BAB87F0C675CC953','breaker',2,'{"breaker":{"owner":"local","seen":1795994249796,"phase":"closed","failed":{"ms":3000,"first":598664749,"counts":[2]},"suspect_since":1795994249372,"streak":2}}');
INSERT INTO "gates" VALUES(X'01A22999670C7686BAB87F0C675CC953','limiter.0',1,'{"limiter":{"seen":1795994249370,"used":{"bucket":80000000000},"leases":[["c4e1291500fe19e4",4,1795994279370]]}}');
INSERT INTO "gates" VALUES(X'01A22999670C7686BAB87F0C675CC953','permits.0',1,'{"permits":{"seen":1795994249367,"leases":[["c4e1291500fe19e4",1,1795994279367]]}}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D36643639313639383238653634616138');
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
INSERT INTO "rollups" VALUES('local',498887,'{"started":14,"completed":7,"failed":3,"cancelled":1,"attempts":9,"duration_ms":554,"nano_usd":62369,"t.http":10,"t.api_call":2,"t.simulated":1,"t.todo":1,"g.manual":3,"g.api":10,"g.completion":1,"p.medium":13,"p.high":1,"d.4":1,"d.10":1,"d.45":1,"d.58":1,"d.68":1,"d.69":1,"d.72":1,"d.78":1,"d.91":1}');
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A22999672374F898EA215A6FA1362F',1,'{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795994248995,1795994248996);
CREATE TABLE task_numbers (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id BLOB    NOT NULL UNIQUE
) STRICT;
INSERT INTO "task_numbers" VALUES(1,X'01A2299968B4713696F9B8DC6931C9AC');
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A22999672374F898EA215A6FA1362F','{"run_count":2,"success_count":2,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:17:29.196Z","last_success_time":"2026-11-29T23:17:29.196Z","last_status":"completed","last_result":{"status":200},"last_end":{"execution":"exe_01a2299967be728ea865c2826e866455","status":"completed","at":"2026-11-29T23:17:29.196Z","depth":0,"before":"completed"},"facts":{"owner":"local","task_type":"api_call","priority":"medium","scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299967F2727F90D12A610A26E644','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"low","paused":true,"scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A22999686B76F5BAD2CB110AA7166F','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0}');
INSERT INTO "task_stats" VALUES(X'01A22999688F7433AFE5F6330411D64F','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A22999689F7721AED4D753035362CA','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299968A77106AC1313AAEA0B9B81','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A2299968AB757BAA5B744A24EE9F85','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:17:29.39Z","last_success_time":"2026-11-29T23:17:29.39Z","last_status":"completed","last_end":{"execution":"exe_ef31ab702b8250ef95bec66a7495e802","status":"completed","at":"2026-11-29T23:17:29.39Z","depth":0},"facts":{"owner":"local","task_type":"todo","priority":"medium","completed":true,"stays":true}}');
INSERT INTO "task_stats" VALUES(X'01A2299968B4713696F9B8DC6931C9AC','{"run_count":0,"success_count":0,"failure_count":0,"active_count":1,"facts":{"owner":"local","task_type":"simulated","priority":"medium"}}');
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
INSERT INTO "tasks" VALUES(X'01A22999672374F898EA215A6FA1362F','local',1795994248995,NULL,1,NULL,'{"id":"tsk_01a22999672374f898ea215a6fa1362f","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T23:17:28.995Z","updated_at":"2026-11-29T23:17:28.995Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299967F2727F90D12A610A26E644','local',1795994249202,NULL,2,NULL,'{"id":"tsk_01a2299967f2727f90d12a610a26e644","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T23:17:29.202Z","updated_at":"2026-11-29T23:17:29.206Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A22999686B76F5BAD2CB110AA7166F','local',1795994249323,1795994249336,2,NULL,'{"id":"tsk_01a22999686b76f5bad2cb110aa7166f","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:17:29.323Z","updated_at":"2026-11-29T23:17:29.336Z","updated_by":"local","deleted_at":"2026-11-29T23:17:29.336Z","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A22999688F7433AFE5F6330411D64F','local',1795994249359,NULL,1,X'01A22999670C7686BAB87F0C675CC953','{"id":"tsk_01a22999688f7433afe5f6330411d64f","owner":"local","name":"Of a config","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"config_id":"cfg_01a22999670c7686bab87f0c675cc953","schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:17:29.359Z","updated_at":"2026-11-29T23:17:29.359Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A22999689F7721AED4D753035362CA','local',1795994249375,NULL,1,NULL,'{"id":"tsk_01a22999689f7721aed4d753035362ca","owner":"local","name":"After the report","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","dependencies":["tsk_01a22999672374f898ea215a6fa1362f"],"created_at":"2026-11-29T23:17:29.375Z","updated_at":"2026-11-29T23:17:29.375Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299968A77106AC1313AAEA0B9B81','local',1795994249383,NULL,1,NULL,'{"id":"tsk_01a2299968a77106ac1313aaea0b9b81","owner":"local","name":"Assigned","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:41075/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","assigned_to":"bob","due_date":"2030-01-01T00:00:00Z","created_at":"2026-11-29T23:17:29.383Z","updated_at":"2026-11-29T23:17:29.383Z","updated_by":"local","version":1}','bob');
INSERT INTO "tasks" VALUES(X'01A2299968AB757BAA5B744A24EE9F85','local',1795994249387,NULL,2,NULL,'{"id":"tsk_01a2299968ab757baa5b744a24ee9f85","owner":"local","name":"Call back","spec":{"type":"todo","config":{}},"schedule_version":1,"policy":{},"priority":"medium","completed_at":"2026-11-29T23:17:29.39Z","created_at":"2026-11-29T23:17:29.387Z","updated_at":"2026-11-29T23:17:29.39Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A2299968B4713696F9B8DC6931C9AC','local',1795994249396,NULL,1,NULL,'{"id":"tsk_01a2299968b4713696f9b8dc6931c9ac","owner":"local","name":"Numbered","description":"By a number","spec":{"type":"simulated","config":{}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","number":1,"created_at":"2026-11-29T23:17:29.396Z","updated_at":"2026-11-29T23:17:29.396Z","updated_by":"local","version":1}',NULL);
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "templates" VALUES('tpl_ping',1,'{"id":"tpl_ping","name":"Ping","category":"monitoring","task_type":"http","default_config":{"method":"GET","url":"https://${input.host}/health"},"required_fields":["host"],"optional_fields":[],"config_schema":{"type":"object","properties":{"host":{"type":"string","minLength":1}}},"required_subscription_level":"free","credits_per_run":0,"tags":[],"metadata":{},"is_active":true,"created_at":"2026-11-29T23:17:29.769Z","updated_at":"2026-11-29T23:17:29.769Z","version":1}');
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('task_numbers',1);
COMMIT;
PRAGMA application_id = 1650811236;
PRAGMA user_version = 3;
