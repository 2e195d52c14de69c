from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DatabaseTaskConfig")


@_attrs_define
class DatabaseTaskConfig:
    """What a task of this type does.

    Attributes:
        query (str): One statement; it holds no placeholders.
        connection (None | str | Unset): Where to: `postgres://…` or `mysql://…`, unless the config says so. Example:
            postgres://ada:${secret:db#password}@db.example.com/app.
        params (list[Any] | None | Unset): The values of the statement's parameters, by position; strings may hold
            placeholders.
        max_rows (int | None | Unset): How many rows are read, 1000 unless given.
    """

    query: str
    connection: None | str | Unset = UNSET
    params: list[Any] | None | Unset = UNSET
    max_rows: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        query = self.query

        connection: None | str | Unset
        if isinstance(self.connection, Unset):
            connection = UNSET
        else:
            connection = self.connection

        params: list[Any] | None | Unset
        if isinstance(self.params, Unset):
            params = UNSET
        elif isinstance(self.params, list):
            params = self.params

        else:
            params = self.params

        max_rows: int | None | Unset
        if isinstance(self.max_rows, Unset):
            max_rows = UNSET
        else:
            max_rows = self.max_rows

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "query": query,
            }
        )
        if connection is not UNSET:
            field_dict["connection"] = connection
        if params is not UNSET:
            field_dict["params"] = params
        if max_rows is not UNSET:
            field_dict["max_rows"] = max_rows

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        query = d.pop("query")

        def _parse_connection(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        connection = _parse_connection(d.pop("connection", UNSET))

        def _parse_params(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                params_type_0 = cast(list[Any], data)

                return params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        params = _parse_params(d.pop("params", UNSET))

        def _parse_max_rows(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_rows = _parse_max_rows(d.pop("max_rows", UNSET))

        database_task_config = cls(
            query=query,
            connection=connection,
            params=params,
            max_rows=max_rows,
        )

        return database_task_config
