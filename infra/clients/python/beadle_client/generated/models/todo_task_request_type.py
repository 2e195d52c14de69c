from typing import Literal

TodoTaskRequestType = Literal["todo"]

TODO_TASK_REQUEST_TYPE_VALUES: set[TodoTaskRequestType] = {
    "todo",
}


def check_todo_task_request_type(value: str) -> TodoTaskRequestType:
    if value in TODO_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TODO_TASK_REQUEST_TYPE_VALUES!r}")
