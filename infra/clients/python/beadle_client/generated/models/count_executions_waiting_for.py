from typing import Literal

CountExecutionsWaitingFor = Literal[
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

COUNT_EXECUTIONS_WAITING_FOR_VALUES: set[CountExecutionsWaitingFor] = {
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


def check_count_executions_waiting_for(value: str) -> CountExecutionsWaitingFor:
    if value in COUNT_EXECUTIONS_WAITING_FOR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {COUNT_EXECUTIONS_WAITING_FOR_VALUES!r}")
