from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.task_filter import TaskFilter


T = TypeVar("T", bound="TaskSelectionRequest")


@_attrs_define
class TaskSelectionRequest:
    """Which tasks to pause or to resume.

    Example:
        {'filter': {'tag': 'billing'}, 'dry_run': True}

    Attributes:
        filter_ (TaskFilter): Which tasks. At least one member beside `user_id` has to be there; the tasks fit all of
            them.
        dry_run (bool | None | Unset): Whether to show only which tasks would change.
        limit (int | None | Unset): How many tasks to look for at most. Default: 50.
        cursor (None | str | Unset): The `next_cursor` of the page before.
    """

    filter_: TaskFilter
    dry_run: bool | None | Unset = UNSET
    limit: int | None | Unset = 50
    cursor: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        filter_ = self.filter_.to_dict()

        dry_run: bool | None | Unset
        if isinstance(self.dry_run, Unset):
            dry_run = UNSET
        else:
            dry_run = self.dry_run

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
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if limit is not UNSET:
            field_dict["limit"] = limit
        if cursor is not UNSET:
            field_dict["cursor"] = cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.task_filter import TaskFilter  # noqa: PLC0415

        d = dict(src_dict)
        filter_ = TaskFilter.from_dict(d.pop("filter"))

        def _parse_dry_run(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        dry_run = _parse_dry_run(d.pop("dry_run", UNSET))

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

        task_selection_request = cls(
            filter_=filter_,
            dry_run=dry_run,
            limit=limit,
            cursor=cursor,
        )

        return task_selection_request
