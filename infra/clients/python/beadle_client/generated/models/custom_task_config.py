from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CustomTaskConfig")


@_attrs_define
class CustomTaskConfig:
    """What a task of this type does.

    Attributes:
        function (str): The function: `name`, `name@7` for one version, or `name@` with a digest, of which 12 digits
            suffice. A name that
            no function has is looked for among the exports of all functions. Example: processData.
        export (None | str | Unset): The export to call. Unless given, the one that is named like the function, or the
            default one, or the only one.
        params (Any | Unset): Its first argument; strings may hold placeholders, but no secrets.
    """

    function: str
    export: None | str | Unset = UNSET
    params: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        function = self.function

        export: None | str | Unset
        if isinstance(self.export, Unset):
            export = UNSET
        else:
            export = self.export

        params = self.params

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "function": function,
            }
        )
        if export is not UNSET:
            field_dict["export"] = export
        if params is not UNSET:
            field_dict["params"] = params

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        function = d.pop("function")

        def _parse_export(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        export = _parse_export(d.pop("export", UNSET))

        params = d.pop("params", UNSET)

        custom_task_config = cls(
            function=function,
            export=export,
            params=params,
        )

        return custom_task_config
