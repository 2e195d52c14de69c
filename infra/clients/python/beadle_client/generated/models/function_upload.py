from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.function_upload_modules import FunctionUploadModules
    from ..models.plan_mark import PlanMark


T = TypeVar("T", bound="FunctionUpload")


@_attrs_define
class FunctionUpload:
    """A version of a function.

    Example:
        {'modules': {'index.js': 'export async function processData(params, ctx) { return { moved: params.source } }'},
            'hosts': ['api.example.com']}

    Attributes:
        modules (FunctionUploadModules): The source of each module by its path, such as `index.js` or `lib/a.js`; at
            most 1 MB in all. Imports find only
            these.
        entry (None | str | Unset): The module whose exports can be called: `index.js` unless given, or the only module.
        hosts (list[str] | None | Unset): The hosts that it may call with `fetch`, at most 50: such as `api.example.com`
            or `*.example.com`.
        memory_mb (int | None | Unset): How much memory its values may take, in MiB: 32 unless given, at most 128.
        cpu_ms (int | None | Unset): How much processor time a run may take, in milliseconds: 2000 unless given, at most
            10,000.
        plan (None | PlanMark | Unset):
    """

    modules: FunctionUploadModules
    entry: None | str | Unset = UNSET
    hosts: list[str] | None | Unset = UNSET
    memory_mb: int | None | Unset = UNSET
    cpu_ms: int | None | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        modules = self.modules.to_dict()

        entry: None | str | Unset
        if isinstance(self.entry, Unset):
            entry = UNSET
        else:
            entry = self.entry

        hosts: list[str] | None | Unset
        if isinstance(self.hosts, Unset):
            hosts = UNSET
        elif isinstance(self.hosts, list):
            hosts = self.hosts

        else:
            hosts = self.hosts

        memory_mb: int | None | Unset
        if isinstance(self.memory_mb, Unset):
            memory_mb = UNSET
        else:
            memory_mb = self.memory_mb

        cpu_ms: int | None | Unset
        if isinstance(self.cpu_ms, Unset):
            cpu_ms = UNSET
        else:
            cpu_ms = self.cpu_ms

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "modules": modules,
            }
        )
        if entry is not UNSET:
            field_dict["entry"] = entry
        if hosts is not UNSET:
            field_dict["hosts"] = hosts
        if memory_mb is not UNSET:
            field_dict["memory_mb"] = memory_mb
        if cpu_ms is not UNSET:
            field_dict["cpu_ms"] = cpu_ms
        if plan is not UNSET:
            field_dict["plan"] = plan

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.function_upload_modules import FunctionUploadModules  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415

        d = dict(src_dict)
        modules = FunctionUploadModules.from_dict(d.pop("modules"))

        def _parse_entry(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        entry = _parse_entry(d.pop("entry", UNSET))

        def _parse_hosts(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                hosts_type_0 = cast(list[str], data)

                return hosts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        hosts = _parse_hosts(d.pop("hosts", UNSET))

        def _parse_memory_mb(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        memory_mb = _parse_memory_mb(d.pop("memory_mb", UNSET))

        def _parse_cpu_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        cpu_ms = _parse_cpu_ms(d.pop("cpu_ms", UNSET))

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

        function_upload = cls(
            modules=modules,
            entry=entry,
            hosts=hosts,
            memory_mb=memory_mb,
            cpu_ms=cpu_ms,
            plan=plan,
        )

        return function_upload
