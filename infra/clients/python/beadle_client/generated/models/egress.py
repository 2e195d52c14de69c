from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.scheme import Scheme, check_scheme
from ..types import UNSET, Unset

T = TypeVar("T", bound="Egress")


@_attrs_define
class Egress:
    """Where calls may go; what is empty restricts nothing.

    Example:
        {'hosts': ['*.example.com'], 'ports': [443], 'schemes': ['https']}

    Attributes:
        hosts (list[str] | None | Unset): Host names, in lower case; `*.example.com` is every name below `example.com`.
        ports (list[int] | None | Unset): Ports.
        schemes (list[Scheme] | None | Unset): Schemes, in lower case, such as `https`.
    """

    hosts: list[str] | None | Unset = UNSET
    ports: list[int] | None | Unset = UNSET
    schemes: list[Scheme] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        hosts: list[str] | None | Unset
        if isinstance(self.hosts, Unset):
            hosts = UNSET
        elif isinstance(self.hosts, list):
            hosts = self.hosts

        else:
            hosts = self.hosts

        ports: list[int] | None | Unset
        if isinstance(self.ports, Unset):
            ports = UNSET
        elif isinstance(self.ports, list):
            ports = self.ports

        else:
            ports = self.ports

        schemes: list[str] | None | Unset
        if isinstance(self.schemes, Unset):
            schemes = UNSET
        elif isinstance(self.schemes, list):
            schemes = []
            for schemes_type_0_item_data in self.schemes:
                schemes_type_0_item: str = schemes_type_0_item_data
                schemes.append(schemes_type_0_item)

        else:
            schemes = self.schemes

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if hosts is not UNSET:
            field_dict["hosts"] = hosts
        if ports is not UNSET:
            field_dict["ports"] = ports
        if schemes is not UNSET:
            field_dict["schemes"] = schemes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

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

        def _parse_ports(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                ports_type_0 = cast(list[int], data)

                return ports_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        ports = _parse_ports(d.pop("ports", UNSET))

        def _parse_schemes(data: object) -> list[Scheme] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                schemes_type_0 = []
                _schemes_type_0 = data
                for schemes_type_0_item_data in _schemes_type_0:
                    schemes_type_0_item = check_scheme(schemes_type_0_item_data)

                    schemes_type_0.append(schemes_type_0_item)

                return schemes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Scheme] | None | Unset, data)

        schemes = _parse_schemes(d.pop("schemes", UNSET))

        egress = cls(
            hosts=hosts,
            ports=ports,
            schemes=schemes,
        )

        return egress
