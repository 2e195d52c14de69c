from typing import Literal

HistogramOfExecutionsType = Literal[
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

HISTOGRAM_OF_EXECUTIONS_TYPE_VALUES: set[HistogramOfExecutionsType] = {
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


def check_histogram_of_executions_type(value: str) -> HistogramOfExecutionsType:
    if value in HISTOGRAM_OF_EXECUTIONS_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HISTOGRAM_OF_EXECUTIONS_TYPE_VALUES!r}")
