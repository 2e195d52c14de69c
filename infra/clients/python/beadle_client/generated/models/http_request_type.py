from typing import Literal

HttpRequestType = Literal["api_call", "http"]

HTTP_REQUEST_TYPE_VALUES: set[HttpRequestType] = {
    "api_call",
    "http",
}


def check_http_request_type(value: str) -> HttpRequestType:
    if value in HTTP_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HTTP_REQUEST_TYPE_VALUES!r}")
