from typing import Literal

HookVerificationType1 = Literal["none"]

HOOK_VERIFICATION_TYPE_1_VALUES: set[HookVerificationType1] = {
    "none",
}


def check_hook_verification_type_1(value: str) -> HookVerificationType1:
    if value in HOOK_VERIFICATION_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {HOOK_VERIFICATION_TYPE_1_VALUES!r}")
