from typing import Literal

OnOrderFailure = Literal["block", "skip"]

ON_ORDER_FAILURE_VALUES: set[OnOrderFailure] = {
    "block",
    "skip",
}


def check_on_order_failure(value: str) -> OnOrderFailure:
    if value in ON_ORDER_FAILURE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ON_ORDER_FAILURE_VALUES!r}")
