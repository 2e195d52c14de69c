from typing import Literal

Scheme = Literal["http", "https", "mariadb", "mysql", "postgres", "postgresql", "smtp", "smtps"]

SCHEME_VALUES: set[Scheme] = {
    "http",
    "https",
    "mariadb",
    "mysql",
    "postgres",
    "postgresql",
    "smtp",
    "smtps",
}


def check_scheme(value: str) -> Scheme:
    if value in SCHEME_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCHEME_VALUES!r}")
