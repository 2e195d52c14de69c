from typing import Literal

ListExecutionsType = Literal[
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

LIST_EXECUTIONS_TYPE_VALUES: set[ListExecutionsType] = {
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


def check_list_executions_type(value: str) -> ListExecutionsType:
    if value in LIST_EXECUTIONS_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_EXECUTIONS_TYPE_VALUES!r}")
