from typing import Literal

LimiterStrategy = Literal["sliding_window", "token_bucket"]

LIMITER_STRATEGY_VALUES: set[LimiterStrategy] = {
    "sliding_window",
    "token_bucket",
}


def check_limiter_strategy(value: str) -> LimiterStrategy:
    if value in LIMITER_STRATEGY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIMITER_STRATEGY_VALUES!r}")
