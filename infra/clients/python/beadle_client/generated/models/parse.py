from typing import Literal

Parse = Literal["auto", "base64", "form", "json", "text", "xml"]

PARSE_VALUES: set[Parse] = {
    "auto",
    "base64",
    "form",
    "json",
    "text",
    "xml",
}


def check_parse(value: str) -> Parse:
    if value in PARSE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PARSE_VALUES!r}")
