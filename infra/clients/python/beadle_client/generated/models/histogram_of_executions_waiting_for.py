from typing import Literal

HistogramOfExecutionsWaitingFor = Literal[
    "account",
    "breaker",
    "callback",
    "callback_or_poll",
    "concurrency",
    "credential",
    "credits",
    "gate",
    "job",
    "limit",
    "order",
    "out_of_time",
    "overlap",
    "paused",
    "poll",
    "rate_limit",
    "rate_limit_key",
    "throttled",
]

HISTOGRAM_OF_EXECUTIONS_WAITING_FOR_VALUES: set[HistogramOfExecutionsWaitingFor] = {
    "account",
    "breaker",
    "callback",
    "callback_or_poll",
    "concurrency",
    "credential",
    "credits",
    "gate",
    "job",
    "limit",
    "order",
    "out_of_time",
    "overlap",
    "paused",
    "poll",
    "rate_limit",
    "rate_limit_key",
    "throttled",
}


def check_histogram_of_executions_waiting_for(value: str) -> HistogramOfExecutionsWaitingFor:
    if value in HISTOGRAM_OF_EXECUTIONS_WAITING_FOR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HISTOGRAM_OF_EXECUTIONS_WAITING_FOR_VALUES!r}")
