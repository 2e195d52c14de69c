from typing import Literal

SignatureScheme = Literal["github", "slack", "standard-webhooks", "stripe", "token"]

SIGNATURE_SCHEME_VALUES: set[SignatureScheme] = {
    "github",
    "slack",
    "standard-webhooks",
    "stripe",
    "token",
}


def check_signature_scheme(value: str) -> SignatureScheme:
    if value in SIGNATURE_SCHEME_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SIGNATURE_SCHEME_VALUES!r}")
