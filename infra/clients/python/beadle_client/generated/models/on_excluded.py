from typing import Literal

OnExcluded = Literal["next_business_day", "previous_business_day", "skip"]

ON_EXCLUDED_VALUES: set[OnExcluded] = {
    "next_business_day",
    "previous_business_day",
    "skip",
}


def check_on_excluded(value: str) -> OnExcluded:
    if value in ON_EXCLUDED_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ON_EXCLUDED_VALUES!r}")
