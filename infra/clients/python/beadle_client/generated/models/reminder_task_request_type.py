from typing import Literal

ReminderTaskRequestType = Literal["reminder"]

REMINDER_TASK_REQUEST_TYPE_VALUES: set[ReminderTaskRequestType] = {
    "reminder",
}


def check_reminder_task_request_type(value: str) -> ReminderTaskRequestType:
    if value in REMINDER_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REMINDER_TASK_REQUEST_TYPE_VALUES!r}")
