"""Changes a body that fits its schema so that it is accepted more often: fixes what a schema can't state."""

# Members that are aliases of others, or go without them.
ALIASES = {
    "task_type": ["type"],
    "max_retries": ["retries", "retry"],
    "maxRetries": ["retries", "retry"],
    "retries": ["retry"],
    "run_at": ["delay"],
    "record": ["run_at", "delay", "order", "order_key"],
    "secrets": ["secret"],
    "reminder_time": ["schedule"],
    "reminderTime": ["schedule"],
    "exists": ["equals"],
    "contains": ["equals", "exists"],
}

# Valid values of members with these names, if they are strings.
VALID = {
    "url": "https://api.example.com/",
    "endpoint": "https://api.example.com/graphql",
    "base_url": "https://api.example.com/",
    "connection": "postgres://ada@db.example.com/app",
    "server": "smtps://mail.example.com",
    "method": "POST",
    "schedule": "daily at 7:00",
    "expression": "daily at 7:00",
    "cron": "0 7 * * *",
    "timezone": "UTC",
    "path": "$.ok",
    "expires_at": "2099-01-01T00:00:00Z",
}

# Members that refer to missing resources, state times, or have a grammar of their own.
DROPPED = ["config_id", "configId", "dependencies", "start", "end", "at", "every", "jitter", "catch_up", "exclude", "only", "on_excluded", "encoding", "extract", "secret", "secrets", "auth"]

DURATIONS = ["give_up_after", "deadline", "heartbeat_timeout", "interval", "after", "timeout", "delay", "max_delay", "ttl", "per", "window", "open_for", "min", "max", "duration"]


def acceptable(value):
    """The same value with valid members in place of those that may be invalid."""
    if isinstance(value, list):
        return [acceptable(element) for element in value]
    if not isinstance(value, dict):
        return value
    kept = {name: member for name, member in value.items() if member is not None and name not in DROPPED}
    if isinstance(kept.get("modules"), dict):
        kept = {"modules": {"index.js": "export function first() { return 1 }"}}
    for name, others in ALIASES.items():
        if any(other in kept for other in others):
            kept.pop(name, None)
    for name in DURATIONS:
        if name in kept:
            kept.pop(f"{name}_ms", None)
        for form in (name, f"{name}_ms"):
            if form in kept:
                kept[form] = 60_000
    if {"expression", "cron"} <= kept.keys():
        del kept["cron"]
    return {name: VALID[name] if isinstance(member, str) and name in VALID else acceptable(member) for name, member in kept.items()}
