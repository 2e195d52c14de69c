from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.condition import Condition, check_condition
from ..types import UNSET, Unset

T = TypeVar("T", bound="AlertRule")


@_attrs_define
class AlertRule:
    """A rule.

    Example:
        {'name': 'backups fail', 'when': 'consecutive_failures', 'count': 3, 'targets': ['ops']}

    Attributes:
        name (str): Its name, which is in what is sent; unique.
        when (Condition): What a rule waits for.
        targets (list[str]): The targets that it tells.
        task_id (None | str | Unset):
        config_id (None | str | Unset):
        count (int | None | Unset): How many failures in a row, for `consecutive_failures`; 3 unless given.
        older_than (int | None | str | Unset):
        older_than_ms (int | None | str | Unset):
        credits_ (float | None | Unset): How many credits, for `credits_below`.
        mute_until (datetime.datetime | None | Unset): Until when it tells nobody. What still fires then is told then.
    """

    name: str
    when: Condition
    targets: list[str]
    task_id: None | str | Unset = UNSET
    config_id: None | str | Unset = UNSET
    count: int | None | Unset = UNSET
    older_than: int | None | str | Unset = UNSET
    older_than_ms: int | None | str | Unset = UNSET
    credits_: float | None | Unset = UNSET
    mute_until: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        when: str = self.when

        targets = self.targets

        task_id: None | str | Unset
        if isinstance(self.task_id, Unset):
            task_id = UNSET
        else:
            task_id = self.task_id

        config_id: None | str | Unset
        if isinstance(self.config_id, Unset):
            config_id = UNSET
        else:
            config_id = self.config_id

        count: int | None | Unset
        if isinstance(self.count, Unset):
            count = UNSET
        else:
            count = self.count

        older_than: int | None | str | Unset
        if isinstance(self.older_than, Unset):
            older_than = UNSET
        else:
            older_than = self.older_than

        older_than_ms: int | None | str | Unset
        if isinstance(self.older_than_ms, Unset):
            older_than_ms = UNSET
        else:
            older_than_ms = self.older_than_ms

        credits_: float | None | Unset
        if isinstance(self.credits_, Unset):
            credits_ = UNSET
        else:
            credits_ = self.credits_

        mute_until: None | str | Unset
        if isinstance(self.mute_until, Unset):
            mute_until = UNSET
        elif isinstance(self.mute_until, datetime.datetime):
            mute_until = self.mute_until.isoformat()
        else:
            mute_until = self.mute_until

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "when": when,
                "targets": targets,
            }
        )
        if task_id is not UNSET:
            field_dict["task_id"] = task_id
        if config_id is not UNSET:
            field_dict["config_id"] = config_id
        if count is not UNSET:
            field_dict["count"] = count
        if older_than is not UNSET:
            field_dict["older_than"] = older_than
        if older_than_ms is not UNSET:
            field_dict["older_than_ms"] = older_than_ms
        if credits_ is not UNSET:
            field_dict["credits"] = credits_
        if mute_until is not UNSET:
            field_dict["mute_until"] = mute_until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        when = check_condition(d.pop("when"))

        targets = cast(list[str], d.pop("targets"))

        def _parse_task_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        task_id = _parse_task_id(d.pop("task_id", UNSET))

        def _parse_config_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        config_id = _parse_config_id(d.pop("config_id", UNSET))

        def _parse_count(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        count = _parse_count(d.pop("count", UNSET))

        def _parse_older_than(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        older_than = _parse_older_than(d.pop("older_than", UNSET))

        def _parse_older_than_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        older_than_ms = _parse_older_than_ms(d.pop("older_than_ms", UNSET))

        def _parse_credits_(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        credits_ = _parse_credits_(d.pop("credits", UNSET))

        def _parse_mute_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                mute_until_type_0 = datetime.datetime.fromisoformat(data)

                return mute_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        mute_until = _parse_mute_until(d.pop("mute_until", UNSET))

        alert_rule = cls(
            name=name,
            when=when,
            targets=targets,
            task_id=task_id,
            config_id=config_id,
            count=count,
            older_than=older_than,
            older_than_ms=older_than_ms,
            credits_=credits_,
            mute_until=mute_until,
        )

        return alert_rule
