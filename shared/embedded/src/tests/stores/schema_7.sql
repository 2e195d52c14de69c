BEGIN TRANSACTION;
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "accounts" VALUES('ada',2,'{"owner":"ada","level":"pro","level_since":"2026-11-29T23:08:58.558Z","ledger":{"month":0,"spent":0,"spent_ever":0,"bought":500,"top_ups":["exe_01a229919d51736e8d87c06cb466d9c8"]},"updated_at":"2026-11-29T23:08:58.577Z"}');
CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY,
    owner        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    document     TEXT    NOT NULL
) STRICT;
INSERT INTO "api_keys" VALUES(X'928C56C473528BAAB475EBCF54687F12','local',1795993738541,4070908800000,NULL,'{"id":"key_928c56c473528baab475ebcf54687f12","hash":"928c56c473524baab475ebcf54687f12d99baaecd20386c5de5c8b36db8b3495","owner":"local","name":"ci","role":"admin","level":"enterprise","scopes":["read","execute"],"created_at":"2026-11-29T23:08:58.541Z","expires_at":"2099-01-01T00:00:00Z","last_used_at":null}');
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(X'5B5C68DA2B4E500582F2CC07BD35BF7D','local','local','execution.cancelled',NULL,1795993737745,'{"id":"evt_5b5c68da2b4e500582f2cc07bd35bf7d","at":"2026-11-29T23:08:57.745Z","action":"execution.cancelled","owner":"local","actor":"local","subject":"exe_01a229919a03762593e076c2b0c2add7"}');
INSERT INTO "audit" VALUES(X'05447324A47E5BD39C07A181F2D9CBB0','local','local','config.created',NULL,1795993737859,'{"id":"evt_05447324a47e5bd39c07a181f2d9cbb0","at":"2026-11-29T23:08:57.859Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a229919a83705ca87c60465d3d3af6","changes":[{"field":"name","before":null,"after":"Users"},{"field":"shared","before":null,"after":false},{"field":"base_url","before":null,"after":"http://127.0.0.1:33239/"},{"field":"headers","before":null,"after":{"accept":"application/json"}},{"field":"rate_limit","before":null,"after":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100}},{"field":"concurrency","before":null,"after":3},{"field":"breaker","before":null,"after":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'51991BAB2A8C5219A4BC2DDDA0105147','local','local','config.created',NULL,1795993738004,'{"id":"evt_51991bab2a8c5219a4bc2ddda0105147","at":"2026-11-29T23:08:58.004Z","action":"config.created","owner":"local","actor":"local","subject":"cfg_01a229919b1472c292c35e1575a7d0f4","changes":[{"field":"name","before":null,"after":"Shared"},{"field":"shared","before":null,"after":true},{"field":"base_url","before":null,"after":"http://127.0.0.1:33239/"},{"field":"auth","before":null,"after":{"type":"bearer","token":"${secret:users#token}"}},{"field":"headers","before":null,"after":{}},{"field":"query","before":null,"after":{}},{"field":"variables","before":null,"after":{}}]}');
INSERT INTO "audit" VALUES(X'97981E3345EB51F999E94EBC348EFD8F','local','local','task.created',X'01A229919B5773009116F08FD3B6C5A2',1795993738071,'{"id":"evt_97981e3345eb51f999e94ebc348efd8f","at":"2026-11-29T23:08:58.071Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919b5773009116f08fd3b6c5a2","task_id":"tsk_01a229919b5773009116f08fd3b6c5a2","changes":[{"field":"name","before":null,"after":"Report"},{"field":"description","before":null,"after":"Every day"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":["ops","daily"]},{"field":"metadata","before":null,"after":{"team":"ops"}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'6305727655CF5AFD837CDB104C0DB46F','local','local','task.created',X'01A229919C0071B2B025B9BC230BE622',1795993738240,'{"id":"evt_6305727655cf5afd837cdb104c0db46f","at":"2026-11-29T23:08:58.24Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919c0071b2b025b9bc230be622","task_id":"tsk_01a229919c0071b2b025b9bc230be622","changes":[{"field":"name","before":null,"after":"Paused"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"}},{"field":"timeout_ms","before":null,"after":10000},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"low"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'06B9FFBE1C315773A13AA301DDF31C31','local','local','task.paused',X'01A229919C0071B2B025B9BC230BE622',1795993738279,'{"id":"evt_06b9ffbe1c315773a13aa301ddf31c31","at":"2026-11-29T23:08:58.279Z","action":"task.paused","owner":"local","actor":"local","subject":"tsk_01a229919c0071b2b025b9bc230be622","task_id":"tsk_01a229919c0071b2b025b9bc230be622"}');
INSERT INTO "audit" VALUES(X'E58A5B1DE14857338652CAFA8533C83C','local','local','task.created',X'01A229919C5771D281E5C642B5B84A30',1795993738327,'{"id":"evt_e58a5b1de14857338652cafa8533c83c","at":"2026-11-29T23:08:58.327Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919c5771d281e5c642b5b84a30","task_id":"tsk_01a229919c5771d281e5c642b5b84a30","changes":[{"field":"name","before":null,"after":"Deleted"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'86C154F496BE5298A2D6D783042E8566','local','local','task.deleted',X'01A229919C5771D281E5C642B5B84A30',1795993738355,'{"id":"evt_86c154f496be5298a2d6d783042e8566","at":"2026-11-29T23:08:58.355Z","action":"task.deleted","owner":"local","actor":"local","subject":"tsk_01a229919c5771d281e5c642b5b84a30","task_id":"tsk_01a229919c5771d281e5c642b5b84a30"}');
INSERT INTO "audit" VALUES(X'3DD9FC61C15D5D90BCB314C56FF6A946','local','local','task.created',X'01A229919C7876F39CA52BC0966E31D1',1795993738360,'{"id":"evt_3dd9fc61c15d5d90bcb314c56ff6a946","at":"2026-11-29T23:08:58.36Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919c7876f39ca52bc0966e31d1","task_id":"tsk_01a229919c7876f39ca52bc0966e31d1","changes":[{"field":"name","before":null,"after":"Of a config"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"config_id","before":null,"after":"cfg_01a229919a83705ca87c60465d3d3af6"},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'D26565F1D41B5ABEB58422F82CC2682A','local','local','task.created',X'01A229919C9871AEB4634F705DBEA679',1795993738392,'{"id":"evt_d26565f1d41b5abeb58422f82cc2682a","at":"2026-11-29T23:08:58.392Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919c9871aeb4634f705dbea679","task_id":"tsk_01a229919c9871aeb4634f705dbea679","changes":[{"field":"name","before":null,"after":"After the report"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":["tsk_01a229919b5773009116f08fd3b6c5a2"]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'5054AE498D80539B86C6E616DC6EAF8F','local','local','task.created',X'01A229919C9F71E4B320EA99E2094355',1795993738399,'{"id":"evt_5054ae498d80539b86c6e616dc6eaf8f","at":"2026-11-29T23:08:58.399Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919c9f71e4b320ea99e2094355","task_id":"tsk_01a229919c9f71e4b320ea99e2094355","changes":[{"field":"name","before":null,"after":"Assigned"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"assigned_to","before":null,"after":"bob"},{"field":"due_date","before":null,"after":"2030-01-01T00:00:00Z"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'8CE38A6AAD77518BBED01C0BA4AADD30','local','local','task.created',X'01A229919CAF73A49588CAB30CE58C3A',1795993738415,'{"id":"evt_8ce38a6aad77518bbed01c0ba4aadd30","at":"2026-11-29T23:08:58.415Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919caf73a49588cab30ce58c3a","task_id":"tsk_01a229919caf73a49588cab30ce58c3a","changes":[{"field":"name","before":null,"after":"Call back"},{"field":"type","before":null,"after":"todo"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0},{"field":"is_completed","before":null,"after":false}]}');
INSERT INTO "audit" VALUES(X'CE791FE75011565B8A0A5DED5A1677F1','local','local','task.updated',X'01A229919CAF73A49588CAB30CE58C3A',1795993738419,'{"id":"evt_ce791fe75011565b8a0a5ded5a1677f1","at":"2026-11-29T23:08:58.419Z","action":"task.updated","owner":"local","actor":"local","subject":"tsk_01a229919caf73a49588cab30ce58c3a","task_id":"tsk_01a229919caf73a49588cab30ce58c3a","changes":[{"field":"is_completed","before":false,"after":true}]}');
INSERT INTO "audit" VALUES(X'D5C66900B62B5A47A63D8338267B83FA','local','local','task.created',X'01A229919CBC77C4B48DE2A56AE17395',1795993738428,'{"id":"evt_d5c66900b62b5a47a63d8338267b83fa","at":"2026-11-29T23:08:58.428Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919cbc77c4b48de2a56ae17395","task_id":"tsk_01a229919cbc77c4b48de2a56ae17395","changes":[{"field":"name","before":null,"after":"Numbered"},{"field":"description","before":null,"after":"By a number"},{"field":"type","before":null,"after":"simulated"},{"field":"config","before":null,"after":{}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'4716B292187B5A65A327F3C86DE29C53','local','local','api_key.created',NULL,1795993738541,'{"id":"evt_4716b292187b5a65a327f3c86de29c53","at":"2026-11-29T23:08:58.541Z","action":"api_key.created","owner":"local","actor":"local","subject":"key_928c56c473528baab475ebcf54687f12","changes":[{"field":"name","before":null,"after":"ci"},{"field":"role","before":null,"after":"admin"},{"field":"scopes","before":null,"after":["read","execute"]},{"field":"expires_at","before":null,"after":"2099-01-01T00:00:00Z"}]}');
INSERT INTO "audit" VALUES(X'D0DB648903E953C093002389C75CE03F','ada','local','account.updated',NULL,1795993738558,'{"id":"evt_d0db648903e953c093002389c75ce03f","at":"2026-11-29T23:08:58.558Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"subscription_level","before":null,"after":"pro"}]}');
INSERT INTO "audit" VALUES(X'50BED29F162053D8ADC2C0762E0E7670','ada','local','account.updated',NULL,1795993738577,'{"id":"evt_50bed29f162053d8adc2c0762e0e7670","at":"2026-11-29T23:08:58.577Z","action":"account.updated","owner":"ada","actor":"local","subject":"ada","changes":[{"field":"credits_bought","before":0,"after":500}]}');
INSERT INTO "audit" VALUES(X'62D403D43C8E5894851D7362B943A647',NULL,'local','template.created',NULL,1795993738639,'{"id":"evt_62d403d43c8e5894851d7362b943a647","at":"2026-11-29T23:08:58.639Z","action":"template.created","actor":"local","subject":"tpl_ping","changes":[{"field":"name","before":null,"after":"Ping"},{"field":"category","before":null,"after":"monitoring"},{"field":"task_type","before":null,"after":"http"},{"field":"default_config","before":null,"after":{"method":"GET","url":"https://${input.host}/health"}},{"field":"required_fields","before":null,"after":["host"]},{"field":"optional_fields","before":null,"after":[]},{"field":"config_schema","before":null,"after":{"type":"object","properties":{"host":{"type":"string","minLength":1}}}},{"field":"required_subscription_level","before":null,"after":"free"},{"field":"credits_per_run","before":null,"after":0},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"is_active","before":null,"after":true}]}');
INSERT INTO "audit" VALUES(X'A7338907C4FF585CAB8F2C9A54BD16AD',NULL,'local','function.created',NULL,1795993738660,'{"id":"evt_a7338907c4ff585cab8f2c9a54bd16ad","at":"2026-11-29T23:08:58.66Z","action":"function.created","actor":"local","subject":"double","changes":[{"field":"current","before":null,"after":1},{"field":"sha256","before":null,"after":"15e649b94d1d7bbf2908d73e149fcd12ddaed8f9a7fe85e66bbba0700afd841c"},{"field":"hosts","before":null,"after":[]}]}');
INSERT INTO "audit" VALUES(X'31393D2B2B605B6984CE99C54422116C','local','local','calendar.created',NULL,1795993738692,'{"id":"evt_31393d2b2b605b6984ce99c54422116c","at":"2026-11-29T23:08:58.692Z","action":"calendar.created","owner":"local","actor":"local","subject":"closed","changes":[{"field":"version","before":null,"after":1},{"field":"entries","before":null,"after":2},{"field":"description","before":null,"after":"Closed"}]}');
INSERT INTO "audit" VALUES(X'107713C661B15749842C606C757B1420','local','local','batch.created',NULL,1795993738755,'{"id":"evt_107713c661b15749842c606c757b1420","at":"2026-11-29T23:08:58.755Z","action":"batch.created","owner":"local","actor":"local","subject":"bat_812c191a98c5583eb4f9db387492a112"}');
INSERT INTO "audit" VALUES(X'3F15B611261156088F511874F2FCD3C6','local','local','batch.closed',NULL,1795993738755,'{"id":"evt_3f15b611261156088f511874f2fcd3c6","at":"2026-11-29T23:08:58.755Z","action":"batch.closed","owner":"local","actor":"local","subject":"bat_812c191a98c5583eb4f9db387492a112"}');
INSERT INTO "audit" VALUES(X'BA459584B188520BA9734E4F93D8564F','local','local','task.created',X'01A229919DD6717C9A2D814513FB8EC7',1795993738710,'{"id":"evt_ba459584b188520ba9734e4f93d8564f","at":"2026-11-29T23:08:58.71Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919dd6717c9a2d814513fb8ec7","task_id":"tsk_01a229919dd6717c9a2d814513fb8ec7","changes":[{"field":"name","before":null,"after":"On working days"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"schedule","before":null,"after":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest","exclude":["closed"]}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'F06F779768FC59ACA02493BAF5C25DAD','local','local','task.created',X'01A229919E6F73DC9A7F9C25D143DB72',1795993738863,'{"id":"evt_f06f779768fc59aca02493baf5c25dad","at":"2026-11-29T23:08:58.863Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919e6f73dc9a7f9c25d143db72","task_id":"tsk_01a229919e6f73dc9a7f9c25d143db72","changes":[{"field":"name","before":null,"after":"Nightly"},{"field":"type","before":null,"after":"monitor"},{"field":"config","before":null,"after":{"period_ms":86400000,"grace_ms":3600000}},{"field":"input","before":null,"after":{}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"credits_per_run","before":null,"after":0}]}');
INSERT INTO "audit" VALUES(X'0902D7C10565517283CC4468D93A193F','local','local','task.created',X'01A229919E73719291B387B8B92C375E',1795993738867,'{"id":"evt_0902d7c10565517283cc4468d93a193f","at":"2026-11-29T23:08:58.867Z","action":"task.created","owner":"local","actor":"local","subject":"tsk_01a229919e73719291b387b8b92c375e","task_id":"tsk_01a229919e73719291b387b8b92c375e","changes":[{"field":"name","before":null,"after":"Hook"},{"field":"type","before":null,"after":"api_call"},{"field":"config","before":null,"after":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},{"field":"input","before":null,"after":{}},{"field":"retry","before":null,"after":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},{"field":"priority","before":null,"after":"medium"},{"field":"tags","before":null,"after":[]},{"field":"metadata","before":null,"after":{}},{"field":"dependencies","before":null,"after":[]},{"field":"on_dependency_failure","before":null,"after":"skip"},{"field":"hook","before":null,"after":{"verify":{"scheme":"github","secret":"${secret:senders/hook}"},"max_per_minute":600,"enabled":true}},{"field":"credits_per_run","before":null,"after":0}]}');
CREATE TABLE batches (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    closed     INTEGER NOT NULL,
    ended_at   INTEGER,
    added      INTEGER NOT NULL,
    tally      TEXT    NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "batches" VALUES(X'812C191A98C5583EB4F9DB387492A112','local',1795993738755,3,1,1795993738784,2,'{"counts":{"completed":2},"began_at":"2026-11-29T23:08:58.757Z"}','{"id":"bat_812c191a98c5583eb4f9db387492a112","owner":"local","name":"Import","created_at":"2026-11-29T23:08:58.755Z","closed_at":"2026-11-29T23:08:58.755Z","end":{"at":"2026-11-29T23:08:58.784Z","summary":{"id":"bat_812c191a98c5583eb4f9db387492a112","name":"Import","status":"completed","total":2,"completed":2,"failed":0,"cancelled":0}},"version":3}');
CREATE TABLE calendars (
    owner    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "calendars" VALUES('local','closed',1,'{"owner":"local","name":"closed","description":"Closed","days":{"days":[{"days":"2027-05-06"}],"weekly":["sunday"],"recurring":[]},"created_at":"2026-11-29T23:08:58.692Z","updated_at":"2026-11-29T23:08:58.692Z","updated_by":"local","version":1}');
CREATE TABLE censuses (
    owner    TEXT PRIMARY KEY,
    counters TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "censuses" VALUES('local','{"tasks":10,"s.pending":5,"s.scheduled":2,"s.running":1,"s.completed":1,"s.paused":1,"t.api_call":7,"t.simulated":1,"t.todo":1,"t.monitor":1,"p.low":1,"p.medium":9}');
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
    result          TEXT,    -- the result as JSON, for the task
    batch_id        BLOB     -- of an execution; without one, the batch that was closed
) STRICT;
INSERT INTO "changes" VALUES(49,1795993738832,NULL,NULL,X'01A229919E26778EB4719B4B1981A585','local',NULL,'http','api',1795993738790,1,0,6,1,1795993738791,1795993738832,'the destination answered 404','medium',NULL,0,9493,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO "changes" VALUES(50,1795993738833,NULL,NULL,X'01A229919E5175C99E2B216BF3F070C6','local',NULL,'http','api',1795993738833,NULL,NULL,1,0,1795993738833,NULL,NULL,'medium',NULL,0,0,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO "changes" VALUES(51,1795993738862,NULL,NULL,X'01A229919E5175C99E2B216BF3F070C6','local',NULL,'http','api',1795993738833,1,0,3,0,NULL,NULL,NULL,'medium',NULL,0,0,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO "changes" VALUES(52,1795993738863,'[null,{"id":"tsk_01a229919e6f73dc9a7f9c25d143db72","owner":"local","name":"Nightly","spec":{"type":"monitor","config":{"period_ms":86400000,"grace_ms":3600000}},"schedule_version":1,"policy":{},"priority":"medium","created_at":"2026-11-29T23:08:58.863Z","updated_at":"2026-11-29T23:08:58.863Z","updated_by":"local","version":1}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "changes" VALUES(53,1795993738867,'[null,{"id":"tsk_01a229919e73719291b387b8b92c375e","owner":"local","name":"Hook","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","hook":{"verify":{"scheme":"github","secret":"${secret:senders/hook}"},"max_per_minute":600,"enabled":true},"created_at":"2026-11-29T23:08:58.867Z","updated_at":"2026-11-29T23:08:58.867Z","updated_by":"local","version":1}]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES('local-47d28b38fc1fec53','0000000000000000000000000000000000000053');
CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL
) STRICT;
INSERT INTO "configs" VALUES(X'01A229919A83705CA87C60465D3D3AF6','local',0,1795993737859,1,'{"id":"cfg_01a229919a83705ca87c60465d3d3af6","owner":"local","name":"Users","profile":{"base_url":"http://127.0.0.1:33239/","headers":{"accept":"application/json"},"policy":{},"rate_limit":{"strategy":"token_bucket","rate":100,"per_ms":1000,"burst":100},"concurrency":3,"breaker":{"failure_rate":0.5,"window_ms":30000,"minimum":1,"open_for_ms":3600000}},"created_at":"2026-11-29T23:08:57.859Z","updated_at":"2026-11-29T23:08:57.859Z","updated_by":"local","version":1}');
INSERT INTO "configs" VALUES(X'01A229919B1472C292C35E1575A7D0F4','local',1,1795993738004,1,'{"id":"cfg_01a229919b1472c292c35e1575a7d0f4","owner":"local","name":"Shared","shared":true,"profile":{"base_url":"http://127.0.0.1:33239/","auth":{"type":"bearer","token":"${secret:users#token}"},"policy":{}},"created_at":"2026-11-29T23:08:58.004Z","updated_at":"2026-11-29T23:08:58.004Z","updated_by":"local","version":1}');
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
INSERT INTO "dependents" VALUES(X'01A229919B5773009116F08FD3B6C5A2',X'01A229919C9871AEB4634F705DBEA679');
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
    batch_id         BLOB, -- the batch that counts it
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
INSERT INTO "executions" VALUES(1,X'01A22991998D702487EAD1F881F6BEBA','local',NULL,NULL,'http',0,1795993737613,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:57.667Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:57.614Z","duration_ms":53,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:57 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:57.667Z"}','{"id":"exe_01a22991998d702487ead1f881f6beba","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:57.613Z"}');
INSERT INTO "executions" VALUES(2,X'01A2299199A77213AD3DCC3D8FE82445','local',NULL,NULL,'http',0,1795993737639,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:57.667Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:57.639Z","duration_ms":28,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:57 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:08:57.667Z"}','{"id":"exe_01a2299199a77213ad3dcc3d8fe82445","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:57.639Z"}');
INSERT INTO "executions" VALUES(3,X'01A2299199AF708CBDA7088787893388','local',NULL,NULL,'http',0,1795993737647,2,3,1,0,0,0,1795997337666,'{"version":3,"state":{"status":"retrying","attempt":2,"due":"2026-11-30T00:08:57.666Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:57.647Z","duration_ms":19,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503},"next_attempt_at":"2026-11-30T00:08:57.666Z"}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:57 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:08:57.666Z"}','{"id":"exe_01a2299199af708cbda7088787893388","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/503","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":5,"strategy":"fixed","delay_ms":3600000}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:57.647Z"}');
INSERT INTO "executions" VALUES(4,X'01A2299199C2712F9B404595D4099C8E','local',NULL,NULL,'http',1,1795993737666,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:57.691Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:57.666Z","duration_ms":25,"outcome":"succeeded","http_status":201}],"answer":{"status":201,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:57 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":201}},"size":15},"updated_at":"2026-11-29T23:08:57.691Z"}','{"id":"exe_01a2299199c2712f9b404595d4099c8e","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/201","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"high","trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:57.666Z"}');
INSERT INTO "executions" VALUES(5,X'01A2299199DB75D58EAA381273C27565','local',NULL,NULL,'http',0,1795993737691,0,1,0,0,0,0,1798585737691,'{"version":1,"state":{"status":"pending","due":"2026-12-29T23:08:57.691Z"},"updated_at":"2026-11-29T23:08:57.691Z"}','{"id":"exe_01a2299199db75d58eaa381273c27565","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-29T23:08:57.691Z"},"created_at":"2026-11-29T23:08:57.691Z"}');
INSERT INTO "executions" VALUES(6,X'01A229919A03762593E076C2B0C2ADD7','local',NULL,NULL,'http',0,1795993737731,7,2,0,0,0,0,NULL,'{"version":2,"state":{"status":"cancelled","at":"2026-11-29T23:08:57.745Z","reason":"requested"},"cancellation":{"reason":"requested","by":"local"},"updated_at":"2026-11-29T23:08:57.745Z"}','{"id":"exe_01a229919a03762593e076c2b0c2add7","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api","scheduled_for":"2026-12-30T23:08:57.731Z"},"created_at":"2026-11-29T23:08:57.731Z"}');
INSERT INTO "executions" VALUES(7,X'01A229919B8C7440BF9C7B77DFF11C21','local',X'01A229919B5773009116F08FD3B6C5A2',NULL,'api_call',0,1795993738124,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:58.211Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.164Z","duration_ms":47,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:58.211Z"}','{"id":"exe_01a229919b8c7440bf9c7b77dff11c21","owner":"local","task_id":"tsk_01a229919b5773009116f08fd3b6c5a2","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:08:58.124Z"}');
INSERT INTO "executions" VALUES(8,X'01A229919BEB70C7B63F4393A6D5821E','local',X'01A229919B5773009116F08FD3B6C5A2',NULL,'api_call',0,1795993738219,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:58.232Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.222Z","duration_ms":10,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:58.232Z"}','{"id":"exe_01a229919beb70c7b63f4393a6d5821e","owner":"local","task_id":"tsk_01a229919b5773009116f08fd3b6c5a2","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"input":{"day":"2026-01-15"},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:08:58.219Z"}');
INSERT INTO "executions" VALUES(9,X'01A229919C87701DB08052052CE9658C','local',NULL,NULL,'http',0,1795993738375,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:58.394Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.376Z","duration_ms":18,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:08:58.394Z"}','{"id":"exe_01a229919c87701db08052052ce9658c","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a229919a83705ca87c60465d3d3af6","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.375Z"}');
INSERT INTO "executions" VALUES(10,X'01A229919C8E75919AF23776F0012E45','local',NULL,NULL,'http',0,1795993738382,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:58.394Z","failure":{"code":"http_status","message":"the destination answered 503","http_status":503}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.383Z","duration_ms":11,"outcome":"failed","http_status":503,"failure":{"code":"http_status","message":"the destination answered 503","http_status":503}}],"answer":{"status":503,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":503}},"size":15},"updated_at":"2026-11-29T23:08:58.394Z"}','{"id":"exe_01a229919c8e75919af23776f0012e45","owner":"local","spec":{"type":"http","config":{"method":"GET","url":"503"}},"config_id":"cfg_01a229919a83705ca87c60465d3d3af6","policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true},"stated":{"retry":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.382Z"}');
INSERT INTO "executions" VALUES(11,X'D66484EB63ED5D96B7A2CFE90D4789F8','local',X'01A229919CBC77C4B48DE2A56AE17395',NULL,'simulated',0,1795993738428,4,3,1,0,0,0,1795993954153,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-11-29T23:12:34.153Z","what":"time"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.487Z","duration_ms":20,"outcome":"waiting"}],"updated_at":"2026-11-29T23:08:58.507Z"}','{"id":"exe_d66484eb63ed5d96b7a2cfe90d4789f8","owner":"local","task_id":"tsk_01a229919cbc77c4b48de2a56ae17395","spec":{"type":"simulated","config":{"min_ms":180000,"max_ms":300000,"failure_rate":0.1}},"policy":{"timeout_ms":300000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"manual"},"created_at":"2026-11-29T23:08:58.428Z","idempotency":{"key":"tsk_01a229919cbc77c4b48de2a56ae17395","body_digest":""}}');
INSERT INTO "executions" VALUES(12,X'49E4256D3E445900868F2F2D909ABC6A','local',X'01A229919CAF73A49588CAB30CE58C3A',NULL,'todo',0,1795993738419,5,1,0,0,0,0,NULL,'{"version":1,"state":{"status":"completed","at":"2026-11-29T23:08:58.419Z"},"updated_at":"2026-11-29T23:08:58.419Z"}','{"id":"exe_49e4256d3e445900868f2f2d909abc6a","owner":"local","task_id":"tsk_01a229919caf73a49588cab30ce58c3a","spec":{"type":"todo","config":{}},"policy":{"timeout_ms":300000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"completion"},"created_at":"2026-11-29T23:08:58.419Z"}');
INSERT INTO "executions" VALUES(13,X'01A229919D0C7030A81146F9EA862FDB','local',NULL,NULL,'http',0,1795993738508,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:58.542Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.508Z","duration_ms":34,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:58.542Z"}','{"id":"exe_01a229919d0c7030a81146f9ea862fdb","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.508Z"}');
INSERT INTO "executions" VALUES(14,X'01A229919D0C7030A81146FA08C72091','local',NULL,NULL,'http',0,1795993738508,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:58.541Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.508Z","duration_ms":33,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:58.541Z"}','{"id":"exe_01a229919d0c7030a81146fa08c72091","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.508Z"}');
INSERT INTO "executions" VALUES(15,X'01A229919D9774459282F76EA73B44B0','local',NULL,NULL,'wait',0,1795993738647,4,3,1,0,0,0,1798585738659,'{"version":3,"state":{"status":"waiting","attempt":1,"until":"2026-12-29T23:08:58.659Z","what":"callback"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.647Z","duration_ms":12,"outcome":"waiting"}],"answer":{"status":202,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":202}},"size":15},"job":{"accepted":{"at":"2026-11-29T23:08:58.659Z","deadline":"2026-12-29T23:08:58.659Z","seen_at":"2026-11-29T23:08:58.659Z"}},"updated_at":"2026-11-29T23:08:58.659Z"}','{"id":"exe_01a229919d9774459282f76ea73b44b0","owner":"local","spec":{"type":"wait","config":{"request":{"method":"POST","url":"http://127.0.0.1:33239/202","body":{"token":"${callback.token}"}},"deadline_ms":2592000000,"callback":{"parse":"auto"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.647Z"}');
INSERT INTO "executions" VALUES(16,X'01A229919E0376EAB817A08EE518297F','local',NULL,X'812C191A98C5583EB4F9DB387492A112','http',0,1795993738755,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:58.766Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.757Z","duration_ms":9,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:58.766Z"}','{"id":"exe_01a229919e0376eab817a08ee518297f","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.755Z","batch_id":"bat_812c191a98c5583eb4f9db387492a112"}');
INSERT INTO "executions" VALUES(17,X'01A229919E0376EAB817A08F472AAEDC','local',NULL,X'812C191A98C5583EB4F9DB387492A112','http',0,1795993738755,5,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"completed","at":"2026-11-29T23:08:58.766Z"},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.757Z","duration_ms":9,"outcome":"succeeded","http_status":200}],"answer":{"status":200,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":200}},"size":15},"updated_at":"2026-11-29T23:08:58.766Z"}','{"id":"exe_01a229919e0376eab817a08f472aaedc","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":3,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.755Z","batch_id":"bat_812c191a98c5583eb4f9db387492a112"}');
INSERT INTO "executions" VALUES(18,X'01A229919E26778EB4719B4B1981A585','local',NULL,NULL,'http',0,1795993738790,6,3,1,0,0,0,NULL,'{"version":3,"state":{"status":"failed","at":"2026-11-29T23:08:58.832Z","failure":{"code":"http_status","message":"the destination answered 404","http_status":404}},"attempts":[{"number":1,"started_at":"2026-11-29T23:08:58.791Z","duration_ms":41,"outcome":"failed","http_status":404,"failure":{"code":"http_status","message":"the destination answered 404","http_status":404}}],"answer":{"status":404,"headers":{"content-length":"15","content-type":"application/json","date":"Sun, 29 Nov 2026 23:08:58 GMT","server":"BaseHTTP/0.6 Python/3.11.7"},"body":{"json":{"status":404}},"size":15},"updated_at":"2026-11-29T23:08:58.832Z"}','{"id":"exe_01a229919e26778eb4719b4b1981a585","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/404","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"order":{"key":"customer 7"},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.79Z"}');
INSERT INTO "executions" VALUES(19,X'01A229919E5175C99E2B216BF3F070C6','local',NULL,NULL,'http',0,1795993738833,3,3,0,1,0,0,1795994338862,'{"version":3,"state":{"status":"deferred","attempt":1,"due":"2026-11-29T23:18:58.862Z","kind":"order","reason":"exe_01a229919e26778eb4719b4b1981a585 failed and blocks its order key until it is retried or skipped"},"holds":[{"kind":"order","attempt":1,"since":"2026-11-29T23:08:58.862Z","last":"2026-11-29T23:08:58.862Z","times":1}],"updated_at":"2026-11-29T23:08:58.862Z"}','{"id":"exe_01a229919e5175c99e2b216bf3f070c6","owner":"local","spec":{"type":"http","config":{"method":"POST","url":"http://127.0.0.1:33239/200","body":{"amount":12.5,"name":"Zoë"}}},"policy":{"timeout_ms":30000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"order":{"key":"customer 7"},"trigger":{"kind":"api"},"created_at":"2026-11-29T23:08:58.833Z"}');
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
INSERT INTO "functions" VALUES('double',1,'{"name":"double","current":1,"versions":[{"number":1,"digest":"15e649b94d1d7bbf2908d73e149fcd12ddaed8f9a7fe85e66bbba0700afd841c","entry":"index.js","exports":["default"],"size":72,"created_at":"2026-11-29T23:08:58.66Z","created_by":"local"}],"created_at":"2026-11-29T23:08:58.66Z","updated_at":"2026-11-29T23:08:58.66Z","version":1}');
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;
INSERT INTO "gates" VALUES(X'01A229919A83705CA87C60465D3D3AF6','breaker',2,'{"breaker":{"owner":"local","seen":1795993738610,"phase":"closed","failed":{"ms":3000,"first":598664579,"counts":[2]},"suspect_since":1795993738393,"streak":2}}');
INSERT INTO "gates" VALUES(X'01A229919A83705CA87C60465D3D3AF6','limiter.0',1,'{"limiter":{"seen":1795993738390,"used":{"bucket":80000000000},"leases":[["02ae61329bd3b51f",4,1795993768390]],"last":1795993738390}}');
INSERT INTO "gates" VALUES(X'01A229919A83705CA87C60465D3D3AF6','permits.0',3,'{"permits":{"seen":1795993739627,"took_ms":0}}');
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('cursor_key',X'7468697320697320746865206B6579206F66206120746573742C206E6F20736563726574');
INSERT INTO "meta" VALUES('probed',X'000001A22991A34F');
INSERT INTO "meta" VALUES('shard',X'6C6F63616C2D34376432386233386663316665633533');
CREATE TABLE order_lines (
    owner     TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    execution BLOB    NOT NULL UNIQUE,
    PRIMARY KEY (owner, key, ticket)
) STRICT, WITHOUT ROWID;
INSERT INTO "order_lines" VALUES('local','customer 7',1,X'01A229919E26778EB4719B4B1981A585');
INSERT INTO "order_lines" VALUES('local','customer 7',2,X'01A229919E5175C99E2B216BF3F070C6');
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
INSERT INTO "rollups" VALUES('local',498887,'{"started":19,"completed":9,"failed":4,"cancelled":1,"attempts":12,"duration_ms":318,"nano_usd":80953,"t.http":14,"t.api_call":2,"t.simulated":1,"t.wait":1,"t.todo":1,"g.manual":3,"g.api":15,"g.completion":1,"p.medium":18,"p.high":1,"d.9":2,"d.10":1,"d.11":1,"d.18":1,"d.25":1,"d.28":1,"d.33":1,"d.34":1,"d.41":1,"d.47":1,"d.53":1}');
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "schedules" VALUES(X'01A229919B5773009116F08FD3B6C5A2',1,'{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"}',1795993738071,1795993738072);
INSERT INTO "schedules" VALUES(X'01A229919DD6717C9A2D814513FB8EC7',1,'{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest","exclude":["closed"]}',1795993738710,1795993738718);
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
INSERT INTO "task_numbers" VALUES(1,X'01A229919CBC77C4B48DE2A56AE17395');
CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "task_stats" VALUES(X'01A229919B5773009116F08FD3B6C5A2','{"run_count":2,"success_count":2,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:08:58.232Z","last_success_time":"2026-11-29T23:08:58.232Z","last_status":"completed","last_result":{"status":200},"last_end":{"execution":"exe_01a229919beb70c7b63f4393a6d5821e","status":"completed","at":"2026-11-29T23:08:58.232Z","depth":0,"before":"completed"},"facts":{"owner":"local","task_type":"api_call","priority":"medium","scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A229919C0071B2B025B9BC230BE622','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"low","paused":true,"scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A229919C5771D281E5C642B5B84A30','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0}');
INSERT INTO "task_stats" VALUES(X'01A229919C7876F39CA52BC0966E31D1','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A229919C9871AEB4634F705DBEA679','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A229919C9F71E4B320EA99E2094355','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A229919CAF73A49588CAB30CE58C3A','{"run_count":1,"success_count":1,"failure_count":0,"active_count":0,"last_run_time":"2026-11-29T23:08:58.419Z","last_success_time":"2026-11-29T23:08:58.419Z","last_status":"completed","last_end":{"execution":"exe_49e4256d3e445900868f2f2d909abc6a","status":"completed","at":"2026-11-29T23:08:58.419Z","depth":0},"facts":{"owner":"local","task_type":"todo","priority":"medium","completed":true,"stays":true}}');
INSERT INTO "task_stats" VALUES(X'01A229919CBC77C4B48DE2A56AE17395','{"run_count":0,"success_count":0,"failure_count":0,"active_count":1,"facts":{"owner":"local","task_type":"simulated","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A229919DD6717C9A2D814513FB8EC7','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium","scheduled":true}}');
INSERT INTO "task_stats" VALUES(X'01A229919E6F73DC9A7F9C25D143DB72','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"monitor","priority":"medium"}}');
INSERT INTO "task_stats" VALUES(X'01A229919E73719291B387B8B92C375E','{"run_count":0,"success_count":0,"failure_count":0,"active_count":0,"facts":{"owner":"local","task_type":"api_call","priority":"medium"}}');
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
INSERT INTO "tasks" VALUES(X'01A229919B5773009116F08FD3B6C5A2','local',1795993738071,NULL,1,NULL,'{"id":"tsk_01a229919b5773009116f08fd3b6c5a2","owner":"local","name":"Report","description":"Every day","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"Europe/Berlin","overlap":"skip","catch_up":"latest"},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","tags":["ops","daily"],"metadata":{"team":"ops"},"created_at":"2026-11-29T23:08:58.071Z","updated_at":"2026-11-29T23:08:58.071Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919C0071B2B025B9BC230BE622','local',1795993738240,NULL,2,NULL,'{"id":"tsk_01a229919c0071b2b025b9bc230be622","owner":"local","name":"Paused","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 ? * MON *)","phrase":"every monday at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest"},"schedule_version":2,"policy":{"timeout_ms":10000,"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"low","paused":true,"created_at":"2026-11-29T23:08:58.24Z","updated_at":"2026-11-29T23:08:58.279Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919C5771D281E5C642B5B84A30','local',1795993738327,1795993738355,2,NULL,'{"id":"tsk_01a229919c5771d281e5c642b5b84a30","owner":"local","name":"Deleted","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:08:58.327Z","updated_at":"2026-11-29T23:08:58.355Z","updated_by":"local","deleted_at":"2026-11-29T23:08:58.355Z","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919C7876F39CA52BC0966E31D1','local',1795993738360,NULL,1,X'01A229919A83705CA87C60465D3D3AF6','{"id":"tsk_01a229919c7876f39ca52bc0966e31d1","owner":"local","name":"Of a config","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"config_id":"cfg_01a229919a83705ca87c60465d3d3af6","schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:08:58.36Z","updated_at":"2026-11-29T23:08:58.36Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919C9871AEB4634F705DBEA679','local',1795993738392,NULL,1,NULL,'{"id":"tsk_01a229919c9871aeb4634f705dbea679","owner":"local","name":"After the report","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","dependencies":["tsk_01a229919b5773009116f08fd3b6c5a2"],"created_at":"2026-11-29T23:08:58.392Z","updated_at":"2026-11-29T23:08:58.392Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919C9F71E4B320EA99E2094355','local',1795993738399,NULL,1,NULL,'{"id":"tsk_01a229919c9f71e4b320ea99e2094355","owner":"local","name":"Assigned","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","assigned_to":"bob","due_date":"2030-01-01T00:00:00Z","created_at":"2026-11-29T23:08:58.399Z","updated_at":"2026-11-29T23:08:58.399Z","updated_by":"local","version":1}','bob');
INSERT INTO "tasks" VALUES(X'01A229919CAF73A49588CAB30CE58C3A','local',1795993738415,NULL,2,NULL,'{"id":"tsk_01a229919caf73a49588cab30ce58c3a","owner":"local","name":"Call back","spec":{"type":"todo","config":{}},"schedule_version":1,"policy":{},"priority":"medium","completed_at":"2026-11-29T23:08:58.419Z","created_at":"2026-11-29T23:08:58.415Z","updated_at":"2026-11-29T23:08:58.419Z","updated_by":"local","version":2}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919CBC77C4B48DE2A56AE17395','local',1795993738428,NULL,1,NULL,'{"id":"tsk_01a229919cbc77c4b48de2a56ae17395","owner":"local","name":"Numbered","description":"By a number","spec":{"type":"simulated","config":{}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","number":1,"created_at":"2026-11-29T23:08:58.428Z","updated_at":"2026-11-29T23:08:58.428Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919DD6717C9A2D814513FB8EC7','local',1795993738710,NULL,1,NULL,'{"id":"tsk_01a229919dd6717c9a2d814513fb8ec7","owner":"local","name":"On working days","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule":{"expression":"cron(0 9 * * ? *)","phrase":"daily at 9:00","timezone":"UTC","overlap":"skip","catch_up":"latest","exclude":["closed"]},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","created_at":"2026-11-29T23:08:58.71Z","updated_at":"2026-11-29T23:08:58.71Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919E6F73DC9A7F9C25D143DB72','local',1795993738863,NULL,1,NULL,'{"id":"tsk_01a229919e6f73dc9a7f9c25d143db72","owner":"local","name":"Nightly","spec":{"type":"monitor","config":{"period_ms":86400000,"grace_ms":3600000}},"schedule_version":1,"policy":{},"priority":"medium","created_at":"2026-11-29T23:08:58.863Z","updated_at":"2026-11-29T23:08:58.863Z","updated_by":"local","version":1}',NULL);
INSERT INTO "tasks" VALUES(X'01A229919E73719291B387B8B92C375E','local',1795993738867,NULL,1,NULL,'{"id":"tsk_01a229919e73719291b387b8b92c375e","owner":"local","name":"Hook","spec":{"type":"api_call","config":{"method":"POST","url":"http://127.0.0.1:33239/200","headers":{"x-team":"ops"},"body":{"a":[1,null,"é"]}}},"schedule_version":1,"policy":{"retry":{"max_retries":0,"strategy":"exponential","delay_ms":1000,"max_delay_ms":300000,"multiplier":2.0,"jitter":true}},"priority":"medium","hook":{"verify":{"scheme":"github","secret":"${secret:senders/hook}"},"max_per_minute":600,"enabled":true},"created_at":"2026-11-29T23:08:58.867Z","updated_at":"2026-11-29T23:08:58.867Z","updated_by":"local","version":1}',NULL);
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "templates" VALUES('tpl_ping',1,'{"id":"tpl_ping","name":"Ping","category":"monitoring","task_type":"http","default_config":{"method":"GET","url":"https://${input.host}/health"},"required_fields":["host"],"optional_fields":[],"config_schema":{"type":"object","properties":{"host":{"type":"string","minLength":1}}},"required_subscription_level":"free","credits_per_run":0,"tags":[],"metadata":{},"is_active":true,"created_at":"2026-11-29T23:08:58.639Z","updated_at":"2026-11-29T23:08:58.639Z","version":1}');
CREATE TABLE tokens (
    key          TEXT    PRIMARY KEY,
    version      INTEGER NOT NULL,
    leased_until INTEGER,
    keep_until   INTEGER NOT NULL,
    sealed       BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE watches (
    key        TEXT    PRIMARY KEY,
    version    INTEGER NOT NULL,
    due        INTEGER, -- when to look at it next
    keep_until INTEGER, -- when it may be removed, once nothing is watched any more
    document   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "watches" VALUES('tsk_01a229919e6f73dc9a7f9c25d143db72',1,1796083738863,NULL,'{"kind":"monitor","schedule_version":1,"since":"2026-11-29T23:08:58.863Z","condition":"up","pings":0}');
CREATE INDEX executions_to_wake       ON executions (express, owner, wake, status) WHERE wake IS NOT NULL;
CREATE INDEX executions_of_owner      ON executions (owner, created_at, id);
CREATE INDEX executions_of_task       ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL;
CREATE INDEX executions_of_task_alive ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL AND status < 5;
CREATE INDEX executions_of_batch      ON executions (batch_id, created_at, id) WHERE batch_id IS NOT NULL;
CREATE INDEX executions_gone_wrong    ON executions (owner, status, created_at, id) WHERE status > 5;
CREATE INDEX batches_of_owner ON batches (owner, created_at, id);
CREATE INDEX batches_ended    ON batches (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX batches_unended  ON batches (created_at) WHERE ended_at IS NULL;
CREATE INDEX tasks_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_of_assignee ON tasks (assigned_to, created_at, id) WHERE assigned_to IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_deleted_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_deleted  ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_of_config ON tasks (config_id, id) WHERE config_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX configs_of_owner ON configs (owner, created_at, id);
CREATE INDEX configs_shared   ON configs (created_at, id) WHERE shared = 1;
CREATE INDEX gates_of_keys ON gates (iif(json_valid(document), document ->> '$.limiter.seen', 0)) WHERE part GLOB 'key.*';
CREATE INDEX audit_in_order ON audit (at, id);
CREATE INDEX api_keys_of_owner ON api_keys (owner, created_at, id);
CREATE INDEX api_keys_to_expire ON api_keys (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX watches_due    ON watches (due, key) WHERE due IS NOT NULL;
CREATE INDEX watches_to_end ON watches (keep_until) WHERE keep_until IS NOT NULL;
CREATE UNIQUE INDEX set_aside_in_place ON set_aside (table_name, key) WHERE moved = 0;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('task_numbers',1);
COMMIT;
PRAGMA application_id = 1650811236;
PRAGMA user_version = 7;
