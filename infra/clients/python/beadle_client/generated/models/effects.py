from typing import Literal

Effects = Literal["at_least_once"]

EFFECTS_VALUES: set[Effects] = {
    "at_least_once",
}


def check_effects(value: str) -> Effects:
    if value in EFFECTS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {EFFECTS_VALUES!r}")
