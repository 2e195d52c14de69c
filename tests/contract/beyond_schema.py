"""The rules that JSON Schema has no words for, or none that a reader of the document could use.

A request that fits its schema may be refused for these: operations, the kind of the fault (its `type` in the 422), where it
may be, and why no schema says so. A fault that is not listed has to be in the schema. A row that excuses nothing is told at
the end of a run.
"""

ANY = r""
CHANGE = r"^(PUT|PATCH) /api/(v1/)?tasks/\{id\}$"
FROM_TEMPLATE = r"/from-template$"
START = r"/execut(e|ions/batch)$"

# A duration may be a text or a number, each under a name of its own: its range is that of neither.
DURATION = r"(timeout|delay|max_delay|ttl|per|window|open_for|min|max|duration|jitter|every|all)(_ms)?|delays\.\d+"

BEYOND_SCHEMA = [
    (ANY, "conflict", r".*\b(retry|retries|max_retries|maxRetries|type|task_type|run_at|delay|\w+_ms|timeout|window|per)", "two members that say the same"),
    (ANY, "conflict", r".*\b(schedule|reminder_time|reminderTime|due_date|dueDate)", "one time a task"),
    (ANY, "conflict", r".*\b(secret|secrets|encoding|body|query|burst|auth|response\.parse|expect\.body\.\d+)", "members that exclude each other"),
    (ANY, "conflict", r"(query|body\.filter)\.user_id", "a task has one owner: one of the two says who"),
    (ANY, "conflict", r"body(\.tasks\.\d+)?\.dependencies\.\d+", "a task that is listed twice, however its id is written"),
    (ANY, "conflict", r"body(\.tasks\.\d+)?\.(is_completed|isCompleted)", "only a todo is ticked off, and a change says nothing of the type"),
    (r"/replay$", "conflict", r"body\.filter\.error_code", "what was cancelled has no error"),
    (ANY, "cursor", r"(query|body)\.cursor", "a cursor is opaque, and signed: only those that were answered are any good"),
    (ANY, "duration", rf".*\b({DURATION})", "the grammar of durations, friendly and ISO 8601, is larger than a pattern that could be read"),
    (ANY, "out_of_range", rf".*\b({DURATION})", "the range of a duration that may be written as a text"),
    (ANY, "out_of_range", r"(query|body)(\.filter)?\.(to|end|run_at)", "the order of two members, or the distance to now"),
    (ANY, "out_of_range", r".*\b(retry|rate_limit\.(rate|burst))", "the delays of all retries together; a burst and its rate"),
    (ANY, "type_error", r".*\bauth\.\w+", "control characters"),
    (ANY, "unknown_config", r"body(\.requests\.\d+|\.tasks\.\d+)?\.config_?[iI]d", "only what was made can be named"),
    (CHANGE, "unknown_field", r"body\.config\..*", "a change of a task says nothing of the type that its config belongs to"),
    (CHANGE, "missing", r"body\.config\..*", "the same"),
    (CHANGE, "type_error", r"body\.config\..*", "the same"),
    (FROM_TEMPLATE, "missing", r"body\.config\..*", "what the config needs is said by the template that is named"),
    (FROM_TEMPLATE, "type_error", r"body\.config\..*", "the same"),
    (FROM_TEMPLATE, "unknown_field", r"body\.config\..*", "the same"),
    (r"templates", "unknown_field", r"body\.config_schema\..*", "which words of JSON Schema are checked"),
    (ANY, "enum", r".*\bmethod", "methods are read in any case"),
    (r"^GET /api/v1/audit$", "enum", r"query\.action", "the actions of the audit trail are those of all routes"),
    (ANY, "value_error", r"body\.((monthly_)?credits|credits_per_run|creditsPerRun)", "three decimals: a fraction as multipleOf is not exact"),
    (ANY, "value_error", r".*\begress\.hosts\.\d+", "the grammar of names of hosts"),
    (r"^POST /api/v1/events$", "value_error", r"body\.user_id", "control characters"),
    (ANY, "value_error", r"body\.expires_at", "has to lie ahead"),
    (ANY, "schedule", r".*\b(reminder_time|reminderTime)", "has to lie ahead"),
    (ANY, "address", r".*\battendees\.\d+", "the grammar of mail addresses"),
    (ANY, "schedule", r".*\bschedule(\.(expression|every|cron|at))?", "the grammar of schedules, and that they ever fire"),
    (ANY, "time", r".*\b(start|end|from|to|at|run_at|start_at|due_date|dueDate|reminder_time|reminderTime|expires_at)", "the order of two times, the years that are taken"),
    (ANY, "timezone", r".*\btimezone", "the names of time zones"),
    (ANY, "url", r".*\b(url|endpoint|base_url|token_url)", "what may be called is a matter of its scheme, its host and placeholders in it"),
    (ANY, "connection", r".*\bconnection", "the same, of databases"),
    (ANY, "header", r".*headers\..*|.*\bheader|.*auth\.name", "the names and values of headers, and which of them are taken"),
    (ANY, "template", r".*", "the grammar of placeholders, which may be anywhere"),
    (ANY, "placeholder", r".*", "where placeholders may be"),
    (ANY, "secret", r".*\b(secret|secrets(\.\d+)?|token|password|\w+_secret|secret_access_key|session_token|key|value)", "the grammar of references to secrets"),
    (ANY, "json_path", r".*\b(extract(\..*)?|expect\.body\.\d+\.path)", "the grammar of JSONPath (RFC 9535)"),
    (ANY, "length", r".*\bextract", "a path, or many with names of their own: how many is said of the second form alone"),
    (ANY, "type_error", r".*\bconnection", "an address of a database, which says more than that it is not empty"),
    (ANY, "xml", r".*\bbody", "what a body has to be is a matter of its encoding"),
    (ANY, "type_error", r".*\bbody", "what a body has to be is a matter of its encoding"),
    (ANY, "missing", r"body(\.[a-z_.]+)?\.(notify|schedule|connection|webhook|filter)", "one of several members is needed, or the config that is named has it"),
    (ANY, "missing", r".*\bchecklist\.\d+\.text", "a step may be a text or an object; the document leaves both open"),
    (ANY, "type_error", r".*\bchecklist\.\d+(\.(text|done))?", "the same"),
    (ANY, "length", r".*\bchecklist\.\d+(\.text)?", "the same"),
    (ANY, "user", r".*", "control characters"),
    (ANY, "user_id", r"(query|path|body)(\.filter)?\.\w+", "control characters"),
]
