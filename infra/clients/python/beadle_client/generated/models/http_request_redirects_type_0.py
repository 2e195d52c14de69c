from typing import Literal

HttpRequestRedirectsType0 = Literal["error", "follow", "manual"]

HTTP_REQUEST_REDIRECTS_TYPE_0_VALUES: set[HttpRequestRedirectsType0] = {
    "error",
    "follow",
    "manual",
}


def check_http_request_redirects_type_0(value: str) -> HttpRequestRedirectsType0:
    if value in HTTP_REQUEST_REDIRECTS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HTTP_REQUEST_REDIRECTS_TYPE_0_VALUES!r}")
