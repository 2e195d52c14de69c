from typing import Literal

DatabaseTaskRequestType = Literal["database"]

DATABASE_TASK_REQUEST_TYPE_VALUES: set[DatabaseTaskRequestType] = {
    "database",
}


def check_database_task_request_type(value: str) -> DatabaseTaskRequestType:
    if value in DATABASE_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DATABASE_TASK_REQUEST_TYPE_VALUES!r}")
