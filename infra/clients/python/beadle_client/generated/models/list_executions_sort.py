from typing import Literal

ListExecutionsSort = Literal["-created_at", "created_at"]

LIST_EXECUTIONS_SORT_VALUES: set[ListExecutionsSort] = {
    "-created_at",
    "created_at",
}


def check_list_executions_sort(value: str) -> ListExecutionsSort:
    if value in LIST_EXECUTIONS_SORT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_EXECUTIONS_SORT_VALUES!r}")
