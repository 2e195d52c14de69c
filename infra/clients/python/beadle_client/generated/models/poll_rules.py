from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.poll_preset import PollPreset, check_poll_preset
from ..types import UNSET, Unset

T = TypeVar("T", bound="PollRules")


@_attrs_define
class PollRules:
    """How a job is asked about.

    Example:
        {'interval': '30s'}

    Attributes:
        url (None | str | Unset): Where to ask, unless the start's answer says so in `Operation-Location` or `Location`.
            It may hold
            `${job.location}` and `${job.response…}`.
        after (int | None | str | Unset):
        after_ms (int | None | str | Unset):
        interval (int | None | str | Unset):
        interval_ms (int | None | str | Unset):
        preset (None | PollPreset | Unset):
    """

    url: None | str | Unset = UNSET
    after: int | None | str | Unset = UNSET
    after_ms: int | None | str | Unset = UNSET
    interval: int | None | str | Unset = UNSET
    interval_ms: int | None | str | Unset = UNSET
    preset: None | PollPreset | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        after: int | None | str | Unset
        if isinstance(self.after, Unset):
            after = UNSET
        else:
            after = self.after

        after_ms: int | None | str | Unset
        if isinstance(self.after_ms, Unset):
            after_ms = UNSET
        else:
            after_ms = self.after_ms

        interval: int | None | str | Unset
        if isinstance(self.interval, Unset):
            interval = UNSET
        else:
            interval = self.interval

        interval_ms: int | None | str | Unset
        if isinstance(self.interval_ms, Unset):
            interval_ms = UNSET
        else:
            interval_ms = self.interval_ms

        preset: None | str | Unset
        if isinstance(self.preset, Unset):
            preset = UNSET
        elif isinstance(self.preset, str):
            preset = self.preset
        else:
            preset = self.preset

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if after is not UNSET:
            field_dict["after"] = after
        if after_ms is not UNSET:
            field_dict["after_ms"] = after_ms
        if interval is not UNSET:
            field_dict["interval"] = interval
        if interval_ms is not UNSET:
            field_dict["interval_ms"] = interval_ms
        if preset is not UNSET:
            field_dict["preset"] = preset

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        def _parse_after(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        after = _parse_after(d.pop("after", UNSET))

        def _parse_after_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        after_ms = _parse_after_ms(d.pop("after_ms", UNSET))

        def _parse_interval(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        interval = _parse_interval(d.pop("interval", UNSET))

        def _parse_interval_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        interval_ms = _parse_interval_ms(d.pop("interval_ms", UNSET))

        def _parse_preset(data: object) -> None | PollPreset | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                preset_type_0 = check_poll_preset(data)

                return preset_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PollPreset | Unset, data)

        preset = _parse_preset(d.pop("preset", UNSET))

        poll_rules = cls(
            url=url,
            after=after,
            after_ms=after_ms,
            interval=interval,
            interval_ms=interval_ms,
            preset=preset,
        )

        return poll_rules
