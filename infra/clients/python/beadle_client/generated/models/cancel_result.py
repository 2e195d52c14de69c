from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.cancel_item import CancelItem


T = TypeVar("T", bound="CancelResult")


@_attrs_define
class CancelResult:
    """Result of a page of executions to cancel.

    Attributes:
        dry_run (bool): Always false. Example: False.
        succeeded (int): Number of executions that are cancelled, or will be stopped.
        failed (int): Number of executions refused, such as those that have ended meanwhile.
        results (list[CancelItem]): Results of the executions that match the filter.
        total (int | None | Unset): Number of executions that the filter selects, on all pages. Null on a page that is
            not the first.
        total_is_exact (bool | None | Unset): Whether these are all: at most 10,000 are counted. Null without a total.
        next_cursor (None | str | Unset): The `cursor` of the next page; null on the last page. A page may be short or
            empty and still have a
            next page.
    """

    dry_run: bool
    succeeded: int
    failed: int
    results: list[CancelItem]
    total: int | None | Unset = UNSET
    total_is_exact: bool | None | Unset = UNSET
    next_cursor: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        dry_run = self.dry_run

        succeeded = self.succeeded

        failed = self.failed

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        total: int | None | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total

        total_is_exact: bool | None | Unset
        if isinstance(self.total_is_exact, Unset):
            total_is_exact = UNSET
        else:
            total_is_exact = self.total_is_exact

        next_cursor: None | str | Unset
        if isinstance(self.next_cursor, Unset):
            next_cursor = UNSET
        else:
            next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "dry_run": dry_run,
                "succeeded": succeeded,
                "failed": failed,
                "results": results,
            }
        )
        if total is not UNSET:
            field_dict["total"] = total
        if total_is_exact is not UNSET:
            field_dict["total_is_exact"] = total_is_exact
        if next_cursor is not UNSET:
            field_dict["next_cursor"] = next_cursor

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cancel_item import CancelItem  # noqa: PLC0415

        d = dict(src_dict)
        dry_run = d.pop("dry_run")

        succeeded = d.pop("succeeded")

        failed = d.pop("failed")

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = CancelItem.from_dict(results_item_data)

            results.append(results_item)

        def _parse_total(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))

        def _parse_total_is_exact(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        total_is_exact = _parse_total_is_exact(d.pop("total_is_exact", UNSET))

        def _parse_next_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor", UNSET))

        cancel_result = cls(
            dry_run=dry_run,
            succeeded=succeeded,
            failed=failed,
            results=results,
            total=total,
            total_is_exact=total_is_exact,
            next_cursor=next_cursor,
        )

        cancel_result.additional_properties = d
        return cancel_result

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
