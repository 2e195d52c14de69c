from typing import Literal

Encoding = Literal["base64", "form", "json", "multipart", "text", "xml"]

ENCODING_VALUES: set[Encoding] = {
    "base64",
    "form",
    "json",
    "multipart",
    "text",
    "xml",
}


def check_encoding(value: str) -> Encoding:
    if value in ENCODING_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ENCODING_VALUES!r}")
