from typing import Literal

HttpTaskConfigRedirectsType0 = Literal["error", "follow", "manual"]

HTTP_TASK_CONFIG_REDIRECTS_TYPE_0_VALUES: set[HttpTaskConfigRedirectsType0] = {
    "error",
    "follow",
    "manual",
}


def check_http_task_config_redirects_type_0(value: str) -> HttpTaskConfigRedirectsType0:
    if value in HTTP_TASK_CONFIG_REDIRECTS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HTTP_TASK_CONFIG_REDIRECTS_TYPE_0_VALUES!r}")
