from typing import Literal

ListTaskExecutionsWaitingFor = Literal[
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

LIST_TASK_EXECUTIONS_WAITING_FOR_VALUES: set[ListTaskExecutionsWaitingFor] = {
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


def check_list_task_executions_waiting_for(value: str) -> ListTaskExecutionsWaitingFor:
    if value in LIST_TASK_EXECUTIONS_WAITING_FOR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_TASK_EXECUTIONS_WAITING_FOR_VALUES!r}")
