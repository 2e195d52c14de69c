from typing import Literal

ListTemplatesType = Literal[
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

LIST_TEMPLATES_TYPE_VALUES: set[ListTemplatesType] = {
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


def check_list_templates_type(value: str) -> ListTemplatesType:
    if value in LIST_TEMPLATES_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_TEMPLATES_TYPE_VALUES!r}")
