from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.auth_oauth_2_type import AuthOauth2Type, check_auth_oauth_2_type
from ..models.client_auth import ClientAuth, check_client_auth
from ..types import UNSET, Unset

T = TypeVar("T", bound="AuthOauth2")


@_attrs_define
class AuthOauth2:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        token_url (str): The token endpoint: an http or https URL. Example: https://login.example.com/oauth2/token.
        client_id (str): The name of the client.
        client_secret (str): Its secret, as a reference. Example: ${secret:users-api#client}.
        type_ (AuthOauth2Type):
        scope (None | str | Unset): The scope of the token, as the server reads it.
        audience (None | str | Unset): The audience of the token.
        client_auth (ClientAuth | None | Unset):
    """

    token_url: str
    client_id: str
    client_secret: str
    type_: AuthOauth2Type
    scope: None | str | Unset = UNSET
    audience: None | str | Unset = UNSET
    client_auth: ClientAuth | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        token_url = self.token_url

        client_id = self.client_id

        client_secret = self.client_secret

        type_: str = self.type_

        scope: None | str | Unset
        if isinstance(self.scope, Unset):
            scope = UNSET
        else:
            scope = self.scope

        audience: None | str | Unset
        if isinstance(self.audience, Unset):
            audience = UNSET
        else:
            audience = self.audience

        client_auth: None | str | Unset
        if isinstance(self.client_auth, Unset):
            client_auth = UNSET
        elif isinstance(self.client_auth, str):
            client_auth = self.client_auth
        else:
            client_auth = self.client_auth

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token_url": token_url,
                "client_id": client_id,
                "client_secret": client_secret,
                "type": type_,
            }
        )
        if scope is not UNSET:
            field_dict["scope"] = scope
        if audience is not UNSET:
            field_dict["audience"] = audience
        if client_auth is not UNSET:
            field_dict["client_auth"] = client_auth

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        token_url = d.pop("token_url")

        client_id = d.pop("client_id")

        client_secret = d.pop("client_secret")

        type_ = check_auth_oauth_2_type(d.pop("type"))

        def _parse_scope(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        scope = _parse_scope(d.pop("scope", UNSET))

        def _parse_audience(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        audience = _parse_audience(d.pop("audience", UNSET))

        def _parse_client_auth(data: object) -> ClientAuth | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                client_auth_type_0 = check_client_auth(data)

                return client_auth_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ClientAuth | None | Unset, data)

        client_auth = _parse_client_auth(d.pop("client_auth", UNSET))

        auth_oauth_2 = cls(
            token_url=token_url,
            client_id=client_id,
            client_secret=client_secret,
            type_=type_,
            scope=scope,
            audience=audience,
            client_auth=client_auth,
        )

        return auth_oauth_2
