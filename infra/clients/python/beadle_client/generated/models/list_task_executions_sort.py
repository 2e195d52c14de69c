from typing import Literal

ListTaskExecutionsSort = Literal["-created_at", "created_at"]

LIST_TASK_EXECUTIONS_SORT_VALUES: set[ListTaskExecutionsSort] = {
    "-created_at",
    "created_at",
}


def check_list_task_executions_sort(value: str) -> ListTaskExecutionsSort:
    if value in LIST_TASK_EXECUTIONS_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_TASK_EXECUTIONS_SORT_VALUES!r}")
