from typing import Literal

FollowExecutionsType = Literal[
    "api_call",
    "calendar_event",
    "custom",
    "database",
    "email",
    "graphql",
    "http",
    "monitor",
    "reminder",
    "script",
    "simulated",
    "todo",
    "wait",
    "webhook",
]

FOLLOW_EXECUTIONS_TYPE_VALUES: set[FollowExecutionsType] = {
    "api_call",
    "calendar_event",
    "custom",
    "database",
    "email",
    "graphql",
    "http",
    "monitor",
    "reminder",
    "script",
    "simulated",
    "todo",
    "wait",
    "webhook",
}


def check_follow_executions_type(value: str) -> FollowExecutionsType:
    if value in FOLLOW_EXECUTIONS_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {FOLLOW_EXECUTIONS_TYPE_VALUES!r}")
