from typing import Literal

DatabaseRequestType = Literal["database"]

DATABASE_REQUEST_TYPE_VALUES: set[DatabaseRequestType] = {
    "database",
}


def check_database_request_type(value: str) -> DatabaseRequestType:
    if value in DATABASE_REQUEST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DATABASE_REQUEST_TYPE_VALUES!r}")
