from typing import Literal

QuerySpaces = Literal["%20", "+"]

QUERY_SPACES_VALUES: set[QuerySpaces] = {
    "%20",
    "+",
}


def check_query_spaces(value: str) -> QuerySpaces:
    if value in QUERY_SPACES_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {QUERY_SPACES_VALUES!r}")
