from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.mock_fetch import MockFetch


T = TypeVar("T", bound="FunctionTest")


@_attrs_define
class FunctionTest:
    """A dry run of a function.

    Example:
        {'params': {'source': 'database', 'target': 'cache'}, 'fetches': [{'url': 'https://api.example.com/*', 'body':
            {'rows': []}}]}

    Attributes:
        params (Any | Unset): The first argument of the function.
        version (int | None | Unset): The version: the current one unless given.
        export (None | str | Unset): The export to call, as in a task.
        fetches (list[MockFetch] | None | Unset): Answers to its calls, at most 50: the first that matches a call is its
            answer, and a call without one fails.
    """

    params: Any | Unset = UNSET
    version: int | None | Unset = UNSET
    export: None | str | Unset = UNSET
    fetches: list[MockFetch] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        params = self.params

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        export: None | str | Unset
        if isinstance(self.export, Unset):
            export = UNSET
        else:
            export = self.export

        fetches: list[dict[str, Any]] | None | Unset
        if isinstance(self.fetches, Unset):
            fetches = UNSET
        elif isinstance(self.fetches, list):
            fetches = []
            for fetches_type_0_item_data in self.fetches:
                fetches_type_0_item = fetches_type_0_item_data.to_dict()
                fetches.append(fetches_type_0_item)

        else:
            fetches = self.fetches

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if params is not UNSET:
            field_dict["params"] = params
        if version is not UNSET:
            field_dict["version"] = version
        if export is not UNSET:
            field_dict["export"] = export
        if fetches is not UNSET:
            field_dict["fetches"] = fetches

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.mock_fetch import MockFetch  # noqa: PLC0415

        d = dict(src_dict)
        params = d.pop("params", UNSET)

        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        def _parse_export(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        export = _parse_export(d.pop("export", UNSET))

        def _parse_fetches(data: object) -> list[MockFetch] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                fetches_type_0 = []
                _fetches_type_0 = data
                for fetches_type_0_item_data in _fetches_type_0:
                    fetches_type_0_item = MockFetch.from_dict(fetches_type_0_item_data)

                    fetches_type_0.append(fetches_type_0_item)

                return fetches_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[MockFetch] | None | Unset, data)

        fetches = _parse_fetches(d.pop("fetches", UNSET))

        function_test = cls(
            params=params,
            version=version,
            export=export,
            fetches=fetches,
        )

        return function_test
