from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.auth_sigv_4_type import AuthSigv4Type, check_auth_sigv_4_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="AuthSigv4")


@_attrs_define
class AuthSigv4:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        region (str): The region. Example: eu-central-1.
        service (str): The service. Example: execute-api.
        access_key_id (str): The id of the access key.
        secret_access_key (str): The access key, as a reference to a secret. Example: ${secret:aws#key}.
        type_ (AuthSigv4Type):
        session_token (None | str | Unset): The token of temporary credentials, as a reference to a secret. Example:
            ${secret:aws#session}.
    """

    region: str
    service: str
    access_key_id: str
    secret_access_key: str
    type_: AuthSigv4Type
    session_token: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        region = self.region

        service = self.service

        access_key_id = self.access_key_id

        secret_access_key = self.secret_access_key

        type_: str = self.type_

        session_token: None | str | Unset
        if isinstance(self.session_token, Unset):
            session_token = UNSET
        else:
            session_token = self.session_token

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "region": region,
                "service": service,
                "access_key_id": access_key_id,
                "secret_access_key": secret_access_key,
                "type": type_,
            }
        )
        if session_token is not UNSET:
            field_dict["session_token"] = session_token

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        region = d.pop("region")

        service = d.pop("service")

        access_key_id = d.pop("access_key_id")

        secret_access_key = d.pop("secret_access_key")

        type_ = check_auth_sigv_4_type(d.pop("type"))

        def _parse_session_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        session_token = _parse_session_token(d.pop("session_token", UNSET))

        auth_sigv_4 = cls(
            region=region,
            service=service,
            access_key_id=access_key_id,
            secret_access_key=secret_access_key,
            type_=type_,
            session_token=session_token,
        )

        return auth_sigv_4
