from typing import Literal

ListBatchExecutionsWaitingFor = Literal[
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

LIST_BATCH_EXECUTIONS_WAITING_FOR_VALUES: set[ListBatchExecutionsWaitingFor] = {
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


def check_list_batch_executions_waiting_for(value: str) -> ListBatchExecutionsWaitingFor:
    if value in LIST_BATCH_EXECUTIONS_WAITING_FOR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BATCH_EXECUTIONS_WAITING_FOR_VALUES!r}")
