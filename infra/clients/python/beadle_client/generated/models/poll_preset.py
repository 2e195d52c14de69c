from typing import Literal

PollPreset = Literal["azure", "google_lro"]

POLL_PRESET_VALUES: set[PollPreset] = {
    "azure",
    "google_lro",
}


def check_poll_preset(value: str) -> PollPreset:
    if value in POLL_PRESET_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POLL_PRESET_VALUES!r}")
