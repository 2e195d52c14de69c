from typing import Literal

ListBatchExecutionsType = Literal[
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

LIST_BATCH_EXECUTIONS_TYPE_VALUES: set[ListBatchExecutionsType] = {
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


def check_list_batch_executions_type(value: str) -> ListBatchExecutionsType:
    if value in LIST_BATCH_EXECUTIONS_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BATCH_EXECUTIONS_TYPE_VALUES!r}")
