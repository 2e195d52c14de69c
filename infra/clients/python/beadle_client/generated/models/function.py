from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.function_version import FunctionVersion
    from ..models.plan_mark import PlanMark


T = TypeVar("T", bound="Function")


@_attrs_define
class Function:
    """A function, without its source.

    Example:
        {'name': 'processData', 'current': 2, 'exports': ['processData'], 'versions': [{'number': 1, 'sha256':
            '5e0fb7d3…', 'entry': 'index.js', 'exports': ['processData'], 'hosts': [], 'size': 812, 'created_at':
            '2026-11-20T09:00:00Z', 'created_by': 'ada'}, {'number': 2, 'sha256': '9a4c11e2…', 'entry': 'index.js',
            'exports': ['processData'], 'hosts': ['api.example.com'], 'size': 934, 'created_at': '2026-11-21T09:00:00Z',
            'created_by': 'ada'}], 'created_at': '2026-11-20T09:00:00Z', 'updated_at': '2026-11-21T09:00:00Z', 'version': 2}

    Attributes:
        name (str): Name, by which tasks call it. Example: processData.
        current (int): Number of the version that is called by tasks which name none.
        exports (list[str]): What the entry of the current version exports.
        versions (list[FunctionVersion]): Versions, oldest first; at most 100 are kept.
        created_at (datetime.datetime): Time of the first upload.
        updated_at (datetime.datetime): Time at which the current version last moved.
        version (int): How often it was changed, for `If-Match`.
        plan (None | PlanMark | Unset):
    """

    name: str
    current: int
    exports: list[str]
    versions: list[FunctionVersion]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    version: int
    plan: None | PlanMark | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        name = self.name

        current = self.current

        exports = self.exports

        versions = []
        for versions_item_data in self.versions:
            versions_item = versions_item_data.to_dict()
            versions.append(versions_item)

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        version = self.version

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "current": current,
                "exports": exports,
                "versions": versions,
                "created_at": created_at,
                "updated_at": updated_at,
                "version": version,
            }
        )
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.function_version import FunctionVersion  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        current = d.pop("current")

        exports = cast(list[str], d.pop("exports"))

        versions = []
        _versions = d.pop("versions")
        for versions_item_data in _versions:
            versions_item = FunctionVersion.from_dict(versions_item_data)

            versions.append(versions_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        version = d.pop("version")

        def _parse_plan(data: object) -> None | PlanMark | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                plan_type_0 = PlanMark.from_dict(data)

                return plan_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlanMark | Unset, data)

        plan = _parse_plan(d.pop("plan", UNSET))

        function = cls(
            name=name,
            current=current,
            exports=exports,
            versions=versions,
            created_at=created_at,
            updated_at=updated_at,
            version=version,
            plan=plan,
        )

        function.additional_properties = d
        return function

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
