from typing import Literal

ListTaskExecutionsType = Literal[
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

LIST_TASK_EXECUTIONS_TYPE_VALUES: set[ListTaskExecutionsType] = {
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


def check_list_task_executions_type(value: str) -> ListTaskExecutionsType:
    if value in LIST_TASK_EXECUTIONS_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_TASK_EXECUTIONS_TYPE_VALUES!r}")
