from typing import Literal

JobCallRedirectsType0 = Literal["error", "follow", "manual"]

JOB_CALL_REDIRECTS_TYPE_0_VALUES: set[JobCallRedirectsType0] = {
    "error",
    "follow",
    "manual",
}


def check_job_call_redirects_type_0(value: str) -> JobCallRedirectsType0:
    if value in JOB_CALL_REDIRECTS_TYPE_0_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {JOB_CALL_REDIRECTS_TYPE_0_VALUES!r}")
