from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.repeated_times import RepeatedTimes, check_repeated_times
from ..models.skipped_times import SkippedTimes, check_skipped_times
from ..types import UNSET, Unset

T = TypeVar("T", bound="OnClockChange")


@_attrs_define
class OnClockChange:
    """What happens to local times that do not exist, and to those that occur twice.

    Example:
        {'skipped': 'run_after', 'repeated': 'each'}

    Attributes:
        skipped (None | SkippedTimes | Unset):
        repeated (None | RepeatedTimes | Unset):
    """

    skipped: None | SkippedTimes | Unset = UNSET
    repeated: None | RepeatedTimes | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        skipped: None | str | Unset
        if isinstance(self.skipped, Unset):
            skipped = UNSET
        elif isinstance(self.skipped, str):
            skipped = self.skipped
        else:
            skipped = self.skipped

        repeated: None | str | Unset
        if isinstance(self.repeated, Unset):
            repeated = UNSET
        elif isinstance(self.repeated, str):
            repeated = self.repeated
        else:
            repeated = self.repeated

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if skipped is not UNSET:
            field_dict["skipped"] = skipped
        if repeated is not UNSET:
            field_dict["repeated"] = repeated

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_skipped(data: object) -> None | SkippedTimes | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                skipped_type_0 = check_skipped_times(data)

                return skipped_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SkippedTimes | Unset, data)

        skipped = _parse_skipped(d.pop("skipped", UNSET))

        def _parse_repeated(data: object) -> None | RepeatedTimes | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                repeated_type_0 = check_repeated_times(data)

                return repeated_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RepeatedTimes | Unset, data)

        repeated = _parse_repeated(d.pop("repeated", UNSET))

        on_clock_change = cls(
            skipped=skipped,
            repeated=repeated,
        )

        return on_clock_change
