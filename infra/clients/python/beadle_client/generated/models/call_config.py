from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_config_headers import CallConfigHeaders
    from ..models.call_config_query import CallConfigQuery


T = TypeVar("T", bound="CallConfig")


@_attrs_define
class CallConfig:
    """An HTTP call, with credentials masked.

    Attributes:
        method (str): The HTTP method. Example: POST.
        url (str): URL. Example: https://api.example.com/users.
        headers (CallConfigHeaders): Headers. Values that carry credentials are shown as `********`.
        query (CallConfigQuery): Query parameters.
        query_spaces (None | str | Unset): How a space in a parameter is written, if it is set. Example: %20.
        body (Any | Unset): Body; omitted in lists.
        encoding (None | str | Unset): Encoding of the body, if one is set. Example: form.
        redirects (Any | Unset): What happens on a redirect, if it is set: how many are followed, `error` or `manual`.
        auth (Any | Unset): Authentication; secrets are references.
        response (Any | Unset): Rules for the response.
        effects (None | str | Unset): How often the call may be made for an attempt, if that is set. Example:
            at_least_once.
        secret (None | str | Unset): Signing secret of a webhook, as a reference.
        secrets (list[str] | Unset): Signing secrets during a rotation, as references.
    """

    method: str
    url: str
    headers: CallConfigHeaders
    query: CallConfigQuery
    query_spaces: None | str | Unset = UNSET
    body: Any | Unset = UNSET
    encoding: None | str | Unset = UNSET
    redirects: Any | Unset = UNSET
    auth: Any | Unset = UNSET
    response: Any | Unset = UNSET
    effects: None | str | Unset = UNSET
    secret: None | str | Unset = UNSET
    secrets: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        method = self.method

        url = self.url

        headers = self.headers.to_dict()

        query = self.query.to_dict()

        query_spaces: None | str | Unset
        if isinstance(self.query_spaces, Unset):
            query_spaces = UNSET
        else:
            query_spaces = self.query_spaces

        body = self.body

        encoding: None | str | Unset
        if isinstance(self.encoding, Unset):
            encoding = UNSET
        else:
            encoding = self.encoding

        redirects = self.redirects

        auth = self.auth

        response = self.response

        effects: None | str | Unset
        if isinstance(self.effects, Unset):
            effects = UNSET
        else:
            effects = self.effects

        secret: None | str | Unset
        if isinstance(self.secret, Unset):
            secret = UNSET
        else:
            secret = self.secret

        secrets: list[str] | Unset = UNSET
        if not isinstance(self.secrets, Unset):
            secrets = self.secrets

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "method": method,
                "url": url,
                "headers": headers,
                "query": query,
            }
        )
        if query_spaces is not UNSET:
            field_dict["query_spaces"] = query_spaces
        if body is not UNSET:
            field_dict["body"] = body
        if encoding is not UNSET:
            field_dict["encoding"] = encoding
        if redirects is not UNSET:
            field_dict["redirects"] = redirects
        if auth is not UNSET:
            field_dict["auth"] = auth
        if response is not UNSET:
            field_dict["response"] = response
        if effects is not UNSET:
            field_dict["effects"] = effects
        if secret is not UNSET:
            field_dict["secret"] = secret
        if secrets is not UNSET:
            field_dict["secrets"] = secrets

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_config_headers import CallConfigHeaders  # noqa: PLC0415
        from ..models.call_config_query import CallConfigQuery  # noqa: PLC0415

        d = dict(src_dict)
        method = d.pop("method")

        url = d.pop("url")

        headers = CallConfigHeaders.from_dict(d.pop("headers"))

        query = CallConfigQuery.from_dict(d.pop("query"))

        def _parse_query_spaces(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        query_spaces = _parse_query_spaces(d.pop("query_spaces", UNSET))

        body = d.pop("body", UNSET)

        def _parse_encoding(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        encoding = _parse_encoding(d.pop("encoding", UNSET))

        redirects = d.pop("redirects", UNSET)

        auth = d.pop("auth", UNSET)

        response = d.pop("response", UNSET)

        def _parse_effects(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        effects = _parse_effects(d.pop("effects", UNSET))

        def _parse_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        secret = _parse_secret(d.pop("secret", UNSET))

        secrets = cast(list[str], d.pop("secrets", UNSET))

        call_config = cls(
            method=method,
            url=url,
            headers=headers,
            query=query,
            query_spaces=query_spaces,
            body=body,
            encoding=encoding,
            redirects=redirects,
            auth=auth,
            response=response,
            effects=effects,
            secret=secret,
            secrets=secrets,
        )

        call_config.additional_properties = d
        return call_config

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
