from typing import Literal

TaskConfigRedirectsType0 = Literal["error", "follow", "manual"]

TASK_CONFIG_REDIRECTS_TYPE_0_VALUES: set[TaskConfigRedirectsType0] = {
    "error",
    "follow",
    "manual",
}


def check_task_config_redirects_type_0(value: str) -> TaskConfigRedirectsType0:
    if value in TASK_CONFIG_REDIRECTS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TASK_CONFIG_REDIRECTS_TYPE_0_VALUES!r}")
