from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.import_item import ImportItem


T = TypeVar("T", bound="ImportResult")


@_attrs_define
class ImportResult:
    """Results of an import.

    Example:
        {'succeeded': 1, 'failed': 0, 'results': [{'index': 0, 'status': 201, 'outcome': 'created', 'id': 'closed'}]}

    Attributes:
        succeeded (int): Number of records that were not refused.
        failed (int): Number of records refused.
        results (list[ImportItem]): Results in the order in which the records were sent.
    """

    succeeded: int
    failed: int
    results: list[ImportItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        succeeded = self.succeeded

        failed = self.failed

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "succeeded": succeeded,
                "failed": failed,
                "results": results,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_item import ImportItem  # noqa: PLC0415

        d = dict(src_dict)
        succeeded = d.pop("succeeded")

        failed = d.pop("failed")

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = ImportItem.from_dict(results_item_data)

            results.append(results_item)

        import_result = cls(
            succeeded=succeeded,
            failed=failed,
            results=results,
        )

        import_result.additional_properties = d
        return import_result

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
