from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="CatchUpWindow")


@_attrs_define
class CatchUpWindow:
    """A window.

    Example:
        {'all': '6h'}

    Attributes:
        all_ (int | str): A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds. Example: 30s.
    """

    all_: int | str

    def to_dict(self) -> dict[str, Any]:
        all_: int | str
        all_ = self.all_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "all": all_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_all_(data: object) -> int | str:
            return cast(int | str, data)

        all_ = _parse_all_(d.pop("all"))

        catch_up_window = cls(
            all_=all_,
        )

        return catch_up_window
