from typing import Literal

KeyPlace = Literal["header", "query"]

KEY_PLACE_VALUES: set[KeyPlace] = {
    "header",
    "query",
}


def check_key_place(value: str) -> KeyPlace:
    if value in KEY_PLACE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {KEY_PLACE_VALUES!r}")
