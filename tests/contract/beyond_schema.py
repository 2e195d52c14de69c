"""The rules that JSON Schema can't state, or not readably.

A request that fits its schema may be refused for these: operations, the kind of the violation (its `type` in the 422), its
location, and why no schema states the rule. A violation that is not listed must be in the schema. Rows that excuse nothing
are reported at the end of a run.
"""

ANY = r""
CHANGE = r"^(PUT|PATCH) /api/(v1/)?tasks/\{id\}$"
FROM_TEMPLATE = r"/from-template$"
START = r"/execut(e|ions/batch)$"

# A duration may be a string or a number, under two names: neither schema states its range.
DURATION = r"(give_up_after|giveUpAfter|deadline|heartbeat_timeout|interval|after|timeout|delay|max_delay|ttl|per|window|open_for|min|max|duration|jitter|every|all)(_ms)?|delays\.\d+"

# What waits, scripts and functions are made of: paths, rules, names, addresses, each with a grammar of its own.
OF_JOBS_AND_CODE = r".*\b(until|fail_when|poll|callback|abandon|request|function|export|params|command|args|cwd|env|final_exit_codes|modules|entry|hosts|mocks|transform|stop_when|delay|delays)(\..*)?"
KINDS_OF_JOBS_AND_CODE = ["json_path", "function", "name", "url", "header", "template", "placeholder", "secret", "conflict", "missing", "length", "out_of_range", "type_error", "value_error", "duration", "enum", "unknown_field", "depth", "host", "path", "connection"]

BEYOND_SCHEMA = [
    *((ANY, kind, OF_JOBS_AND_CODE, "the grammars of jobs and code") for kind in KINDS_OF_JOBS_AND_CODE),
    (ANY, "conflict", r".*\b(retry|retries|max_retries|maxRetries|type|task_type|run_at|delay|\w+_ms|timeout|window|per)", "two members with the same meaning"),
    (ANY, "conflict", r".*\b(schedule|reminder_time|reminderTime|due_date|dueDate)", "one time per task"),
    (ANY, "conflict", r".*\bschedule\.phrase", "a phrase says what the expression says"),
    (ANY, "conflict", r".*\b(secret|secrets|encoding|body|query|burst|auth|response\.parse|expect\.body\.\d+)", "members that exclude each other"),
    (ANY, "conflict", r"(query|body\.filter)\.user_id", "a task has one owner: one of the two is enough"),
    (ANY, "conflict", r"body(\.tasks\.\d+)?\.dependencies\.\d+", "a task listed twice, in whichever form of its id"),
    (ANY, "conflict", r"body(\.tasks\.\d+)?\.(is_completed|isCompleted)", "only a todo can be completed, and a change does not state the type"),
    (ANY, "conflict", r".*\bredirects", "a webhook follows none, whichever way it is stated"),
    (ANY, "conflict", r".*\babandon\.(auth|response)", "the request that stops a job is one like that which starts it, without these"),
    (ANY, "conflict", r".*\b(poll|callback|request|until|fail_when)(\..*)?", "members of a wait that exclude each other"),
    (ANY, "missing", r".*\b(until|fail_when)(\..*)?", "a rule has to say something, in one of several members"),
    (ANY, "missing", r".*\b(poll|callback|request)(\..*)?", "something has to be able to end a wait"),
    (r"/retry$", "conflict", r"body\.with", "what was not saved has no task to run"),
    (r"/functions/", "path", r"body\.(modules\..*|entry)", "the grammar of paths of modules"),
    (r"/functions/", "source", r"body\.modules.*", "the grammar of JavaScript"),
    (r"/functions/", "syntax", r"body\.modules.*", "the same"),
    (r"/functions/", "import", r"body\.modules.*", "the same"),
    (r"/functions/", "length", r"body\.modules.*", "all modules together"),
    (r"/functions/", "host", r"body\.hosts\.\d+", "the grammar of host names"),
    (r"/functions/", "value_error", r"body\.hosts\.\d+", "the same"),
    (r"/functions/", "no_export", r"body\.\w+", "what a module exports"),
    (r"/functions/", "no_such_module", r"body\.entry", "the entry is one of the modules"),
    (ANY, "missing", r".*\bretry\.delays", "a list of delays, an expression in `delay`, or a `function`"),
    (r"/api/tasks", "unknown_task", r"body\.dependencies\.\d+", "only tasks that there are can be named"),
    (r"/api/tasks", "ambiguous", r"body\.dependencies\.\d+", "names may not be unique"),
    (ANY, "export", r".*\bexport", "the grammar of names in JavaScript"),
    (ANY, "reserved", r".*", "names that JavaScript or Beadle keeps for itself"),
    (ANY, "no_such_function", r".*\b(function|export)(\.name)?", "only functions that there are can be called"),
    (ANY, "no_export", r".*\b(function|export)", "the same"),
    (ANY, "not_allowed", r".*\b(command|cwd)", "only commands of the operator's list run"),
    (ANY, "shell_syntax", r".*\bargs\.\d+", "no shell reads arguments"),
    (ANY, "expression", r".*\b(delay|stop_when|transform)", "the grammar of expressions"),
    (ANY, "inexact_number", r".*", "a number of any size is JSON; one that would be rounded is refused"),
    (ANY, "conflict", r"query\.status", "what is undelivered has failed"),
    (r"/replay$", "conflict", r"body\.filter\.error_code", "cancelled executions have no error"),
    (ANY, "cursor", r"(query|body)\.cursor", "a cursor is opaque and signed: only returned ones are valid"),
    (ANY, "duration", rf".*\b({DURATION})", "the grammar of durations, friendly and ISO 8601, is too large for a readable pattern"),
    (ANY, "out_of_range", rf".*\b({DURATION})", "the range of a duration written as a string"),
    (ANY, "out_of_range", r"(query|body)(\.filter)?\.(to|end|run_at)", "the order of two members, or the distance to now"),
    (ANY, "out_of_range", r".*\b(retry|rate_limit\.(rate|burst))", "the delays of all retries together; a burst and its rate"),
    (ANY, "type_error", r".*\bauth\.\w+", "control characters"),
    (ANY, "unknown_config", r"body(\.requests\.\d+|\.tasks\.\d+)?\.config_?[iI]d", "only existing configs can be named"),
    (CHANGE, "unknown_field", r"body\.config\..*", "a change of a task does not state the type of its config"),
    (CHANGE, "missing", r"body\.config\..*", "the same"),
    (CHANGE, "type_error", r"body\.config\..*", "the same"),
    (FROM_TEMPLATE, "missing", r"body\.config\..*", "the named template determines the required config"),
    (FROM_TEMPLATE, "type_error", r"body\.config\..*", "the same"),
    (FROM_TEMPLATE, "unknown_field", r"body\.config\..*", "the same"),
    (r"templates", "unknown_field", r"body\.config_schema\..*", "which keywords of JSON Schema are checked"),
    (ANY, "enum", r".*\bmethod", "methods are read in any case"),
    (r"^GET /api/v1/audit$", "enum", r"query\.action", "the actions of the audit trail are those of all routes"),
    (ANY, "value_error", r"body\.((monthly_)?credits|credits_per_run|creditsPerRun)", "three decimals: a fraction as multipleOf is not exact"),
    (ANY, "value_error", r".*\begress\.hosts\.\d+", "the grammar of host names"),
    (r"^POST /api/v1/events$", "value_error", r"body\.user_id", "control characters"),
    (ANY, "value_error", r"body\.expires_at", "must be in the future"),
    (ANY, "schedule", r".*\b(reminder_time|reminderTime)", "must be in the future"),
    (ANY, "out_of_range", r".*\b(reminder_time|reminderTime)", "the accepted years"),
    (ANY, "id", r"body(\.tasks\.\d+)?\.dependencies\.\d+", "an id, or the name of a task in the Automated Task System"),
    (ANY, "address", r".*\battendees\.\d+", "the grammar of mail addresses"),
    (ANY, "schedule", r".*\bschedule(\.(expression|every|cron|at|phrase))?", "the grammar of schedules, and that they ever fire"),
    (ANY, "days", r".*\bschedule\.(exclude|only)\.\d+", "the grammar of days"),
    (ANY, "time", r".*\b(start|end|from|to|at|run_at|start_at|due_date|dueDate|reminder_time|reminderTime|expires_at)", "the order of two times, the accepted years"),
    (ANY, "timezone", r".*\btimezone", "the names of time zones"),
    (ANY, "url", r".*\b(url|endpoint|base_url|token_url)", "the accepted scheme and host, and placeholders"),
    (ANY, "connection", r".*\bconnection", "the same for databases"),
    (ANY, "header", r".*headers\..*|.*\bheader|.*auth\.name", "the names and values of headers, and which of them are accepted"),
    (ANY, "template", r".*", "the grammar of placeholders, which can be anywhere"),
    (ANY, "placeholder", r".*", "the allowed places of placeholders"),
    (ANY, "secret", r".*\b(secret|secrets(\.\d+)?|token|password|\w+_secret|secret_access_key|session_token|key|value)", "the grammar of references to secrets"),
    (ANY, "json_path", r".*\b(extract(\..*)?|expect\.body\.\d+\.path)", "the grammar of JSONPath (RFC 9535)"),
    (ANY, "length", r".*\bextract", "a path, or named paths: only the second form states their number"),
    (ANY, "type_error", r".*\bconnection", "the grammar of database addresses"),
    (ANY, "xml", r".*\bbody", "the valid bodies depend on the encoding"),
    (ANY, "type_error", r".*\bbody", "the valid bodies depend on the encoding"),
    (ANY, "type_error", r"(?s)body(\.(requests|tasks)\.\d+)?(\.config|\.default_config)?\.body\..*", "the same"),
    (ANY, "missing", r"body(\.[a-z_.]+)?\.(notify|schedule|connection|webhook|filter)", "one of several members is required, unless the named config has it"),
    (ANY, "missing", r".*\bchecklist\.\d+\.text", "a step may be a string or an object; the document leaves both open"),
    (ANY, "type_error", r".*\bchecklist\.\d+(\.(text|done))?", "the same"),
    (ANY, "length", r".*\bchecklist\.\d+(\.text)?", "the same"),
    (ANY, "user", r".*", "control characters"),
    (ANY, "user_id", r"(query|path|body)(\.filter)?\.\w+", "control characters"),
]
