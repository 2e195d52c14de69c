from typing import Literal

HttpTaskRequestType = Literal["api_call", "http"]

HTTP_TASK_REQUEST_TYPE_VALUES: set[HttpTaskRequestType] = {
    "api_call",
    "http",
}


def check_http_task_request_type(value: str) -> HttpTaskRequestType:
    if value in HTTP_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HTTP_TASK_REQUEST_TYPE_VALUES!r}")
