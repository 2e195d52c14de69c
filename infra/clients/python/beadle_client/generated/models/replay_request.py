from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.retry_with import RetryWith, check_retry_with
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.pace import Pace
    from ..models.replay_filter import ReplayFilter


T = TypeVar("T", bound="ReplayRequest")


@_attrs_define
class ReplayRequest:
    """Which executions to run again, and how.

    Example:
        {'filter': {'error_code': 'http_status', 'from': '2027-01-15T08:00:00Z'}, 'pace': {'rate': 10, 'per': '1s'}}

    Attributes:
        filter_ (ReplayFilter): Which executions. At least one member beside `status` and `user_id` has to be there; the
            executions fit all of them.
        with_ (None | RetryWith | Unset):
        dry_run (bool | None | Unset): Whether to show only which executions would be started.
        include_replays (bool | None | Unset): Whether replays that failed are replayed too; those that failed
            themselves are left out unless given.
        pace (None | Pace | Unset):
        start_at (datetime.datetime | None | Unset): When the first of them begins, at most 365 days ahead; at once
            unless given.
        limit (int | None | Unset): How many executions to look for at most. Default: 50.
        cursor (None | str | Unset): The `next_cursor` of the page before.
    """

    filter_: ReplayFilter
    with_: None | RetryWith | Unset = UNSET
    dry_run: bool | None | Unset = UNSET
    include_replays: bool | None | Unset = UNSET
    pace: None | Pace | Unset = UNSET
    start_at: datetime.datetime | None | Unset = UNSET
    limit: int | None | Unset = 50
    cursor: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.pace import Pace  # noqa: PLC0415

        filter_ = self.filter_.to_dict()

        with_: None | str | Unset
        if isinstance(self.with_, Unset):
            with_ = UNSET
        elif isinstance(self.with_, str):
            with_ = self.with_
        else:
            with_ = self.with_

        dry_run: bool | None | Unset
        if isinstance(self.dry_run, Unset):
            dry_run = UNSET
        else:
            dry_run = self.dry_run

        include_replays: bool | None | Unset
        if isinstance(self.include_replays, Unset):
            include_replays = UNSET
        else:
            include_replays = self.include_replays

        pace: dict[str, Any] | None | Unset
        if isinstance(self.pace, Unset):
            pace = UNSET
        elif isinstance(self.pace, Pace):
            pace = self.pace.to_dict()
        else:
            pace = self.pace

        start_at: None | str | Unset
        if isinstance(self.start_at, Unset):
            start_at = UNSET
        elif isinstance(self.start_at, datetime.datetime):
            start_at = self.start_at.isoformat()
        else:
            start_at = self.start_at

        limit: int | None | Unset
        if isinstance(self.limit, Unset):
            limit = UNSET
        else:
            limit = self.limit

        cursor: None | str | Unset
        if isinstance(self.cursor, Unset):
            cursor = UNSET
        else:
            cursor = self.cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "filter": filter_,
            }
        )
        if with_ is not UNSET:
            field_dict["with"] = with_
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if include_replays is not UNSET:
            field_dict["include_replays"] = include_replays
        if pace is not UNSET:
            field_dict["pace"] = pace
        if start_at is not UNSET:
            field_dict["start_at"] = start_at
        if limit is not UNSET:
            field_dict["limit"] = limit
        if cursor is not UNSET:
            field_dict["cursor"] = cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.pace import Pace  # noqa: PLC0415
        from ..models.replay_filter import ReplayFilter  # noqa: PLC0415

        d = dict(src_dict)
        filter_ = ReplayFilter.from_dict(d.pop("filter"))

        def _parse_with_(data: object) -> None | RetryWith | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                with_type_0 = check_retry_with(data)

                return with_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RetryWith | Unset, data)

        with_ = _parse_with_(d.pop("with", UNSET))

        def _parse_dry_run(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        dry_run = _parse_dry_run(d.pop("dry_run", UNSET))

        def _parse_include_replays(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        include_replays = _parse_include_replays(d.pop("include_replays", UNSET))

        def _parse_pace(data: object) -> None | Pace | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                pace_type_0 = Pace.from_dict(data)

                return pace_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Pace | Unset, data)

        pace = _parse_pace(d.pop("pace", UNSET))

        def _parse_start_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                start_at_type_0 = datetime.datetime.fromisoformat(data)

                return start_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        start_at = _parse_start_at(d.pop("start_at", UNSET))

        def _parse_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        limit = _parse_limit(d.pop("limit", UNSET))

        def _parse_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cursor = _parse_cursor(d.pop("cursor", UNSET))

        replay_request = cls(
            filter_=filter_,
            with_=with_,
            dry_run=dry_run,
            include_replays=include_replays,
            pace=pace,
            start_at=start_at,
            limit=limit,
            cursor=cursor,
        )

        return replay_request
