"""What schemathesis has to know of this API beyond its document."""

import re

import schemathesis

# What may be wrong with a request that fits its schema, since JSON Schema has no words for the rule: the kind of the fault
# (its `type` in the 422), where it may be, and why no schema says so. A fault that is not listed has to be in the schema.
BEYOND_SCHEMA = [
    ("conflict", r".*", "two members say the same or exclude each other; schemas that say so are of no use to a reader"),
    ("cursor", r"(query|body)\.cursor", "a cursor is opaque, and signed: only those that were answered are any good"),
    ("duration", r".*", "the grammar of durations, friendly and ISO 8601, is larger than a pattern that could be read"),
    ("out_of_range", r".*\b(timeout|delay|delays|max_delay|ttl|per|window|open_for|jitter|every|min|max|catch_up)(_ms)?(\.\d+)?", "the range of a duration that may be written as a text"),
    ("out_of_range", r"(query|body)\.(to|end|run_at|max|max_ms)", "the order of two members, or the distance to now"),
    ("out_of_range", r"body\..*", "a whole number written with a fraction, such as 1.0, is an integer to JSON Schema and none here"),
    ("type_error", r".*\bauth\..*", "control characters"),
    ("unknown_config", r"body\.config_?[iI]d", "only what was made can be named"),
    ("unknown_field", r"body\.config\..*", "a change of a task says nothing of the type that its config belongs to"),
    ("enum", r".*\bmethod", "methods are read in any case"),
    ("enum", r"query\.action", "the actions of the audit trail are those of all routes"),
    ("value_error", r"body\.(monthly_)?credits", "three decimals: a fraction as multipleOf is not exact"),
    ("schedule", r".*", "the grammar of schedules, and that they ever fire"),
    ("time", r".*", "the order of two times, the years that are taken"),
    ("time_zone", r".*", "the names of time zones"),
    ("url", r".*", "what may be called is a matter of its scheme, its host and placeholders in it"),
    ("connection", r".*", "the same, of databases"),
    ("header", r".*headers\..*|.*\bheader|.*auth\.name", "the names and values of headers, and which of them are taken"),
    ("template", r".*", "the grammar of placeholders"),
    ("placeholder", r".*", "where placeholders may be"),
    ("secret", r".*", "the grammar of references to secrets"),
    ("json_path", r".*", "the grammar of JSONPath (RFC 9535)"),
    ("type_error", r".*\bbody", "what a body has to be is a matter of its encoding"),
    ("missing", r"body(\.[a-z_.]+)?\.(notify|schedule|connection|webhook|filter)", "one of several members is needed, or the config that is named has it"),
    ("missing", r"body\.config\..*", "what the config needs is said by the template that is named, or by the type of the task that is changed"),
    ("type_error", r"body\.config\..*", "what a member of the config has to be is said by the template that is named"),
    ("value_error", r"body\.expires_at", "has to lie ahead"),
    ("user", r".*", "control characters"),
    ("user_id", r".*", "control characters"),
]


@schemathesis.check
def refused_for_what_the_schema_states(ctx, response, case):
    """A request that fits its schema is refused only for a rule that no schema can state."""
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    faults = problem["detail"] if problem.get("code") == "validation" else []
    stated = [fault for fault in faults if not is_beyond_schema(fault)]
    assert not stated, f"the schema of the request does not say so: {stated}"


def is_beyond_schema(fault):
    place = ".".join(map(str, fault["loc"]))
    return any(fault["type"] == kind and re.fullmatch(where, place, re.S) for kind, where, _ in BEYOND_SCHEMA)
