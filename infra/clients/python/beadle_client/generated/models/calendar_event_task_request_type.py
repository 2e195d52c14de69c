from typing import Literal

CalendarEventTaskRequestType = Literal["calendar_event"]

CALENDAR_EVENT_TASK_REQUEST_TYPE_VALUES: set[CalendarEventTaskRequestType] = {
    "calendar_event",
}


def check_calendar_event_task_request_type(value: str) -> CalendarEventTaskRequestType:
    if value in CALENDAR_EVENT_TASK_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CALENDAR_EVENT_TASK_REQUEST_TYPE_VALUES!r}")
