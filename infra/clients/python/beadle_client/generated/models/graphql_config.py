from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.graphql_config_headers import GraphqlConfigHeaders


T = TypeVar("T", bound="GraphqlConfig")


@_attrs_define
class GraphqlConfig:
    """A GraphQL operation, with credentials masked.

    Attributes:
        endpoint (str): URL. Example: https://api.example.com/graphql.
        query (str): GraphQL document.
        headers (GraphqlConfigHeaders): Headers. Values that carry credentials are shown as `********`.
        variables (Any | Unset): Variables; omitted in lists.
        operation_name (None | str | Unset): Name of the operation, if the document has several.
        auth (Any | Unset): Authentication; secrets are references.
        response (Any | Unset): Rules for the response.
    """

    endpoint: str
    query: str
    headers: GraphqlConfigHeaders
    variables: Any | Unset = UNSET
    operation_name: None | str | Unset = UNSET
    auth: Any | Unset = UNSET
    response: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        endpoint = self.endpoint

        query = self.query

        headers = self.headers.to_dict()

        variables = self.variables

        operation_name: None | str | Unset
        if isinstance(self.operation_name, Unset):
            operation_name = UNSET
        else:
            operation_name = self.operation_name

        auth = self.auth

        response = self.response

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "endpoint": endpoint,
                "query": query,
                "headers": headers,
            }
        )
        if variables is not UNSET:
            field_dict["variables"] = variables
        if operation_name is not UNSET:
            field_dict["operation_name"] = operation_name
        if auth is not UNSET:
            field_dict["auth"] = auth
        if response is not UNSET:
            field_dict["response"] = response

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.graphql_config_headers import GraphqlConfigHeaders  # noqa: PLC0415

        d = dict(src_dict)
        endpoint = d.pop("endpoint")

        query = d.pop("query")

        headers = GraphqlConfigHeaders.from_dict(d.pop("headers"))

        variables = d.pop("variables", UNSET)

        def _parse_operation_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        operation_name = _parse_operation_name(d.pop("operation_name", UNSET))

        auth = d.pop("auth", UNSET)

        response = d.pop("response", UNSET)

        graphql_config = cls(
            endpoint=endpoint,
            query=query,
            headers=headers,
            variables=variables,
            operation_name=operation_name,
            auth=auth,
            response=response,
        )

        graphql_config.additional_properties = d
        return graphql_config

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
