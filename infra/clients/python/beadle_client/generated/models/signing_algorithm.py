from typing import Literal

SigningAlgorithm = Literal["ES256", "HS256", "RS256"]

SIGNING_ALGORITHM_VALUES: set[SigningAlgorithm] = {
    "ES256",
    "HS256",
    "RS256",
}


def check_signing_algorithm(value: str) -> SigningAlgorithm:
    if value in SIGNING_ALGORITHM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SIGNING_ALGORITHM_VALUES!r}")
