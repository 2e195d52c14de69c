from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.auth_jwt_type import AuthJwtType, check_auth_jwt_type
from ..models.signing_algorithm import SigningAlgorithm, check_signing_algorithm
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_jwt_claims_type_0 import AuthJwtClaimsType0


T = TypeVar("T", bound="AuthJwt")


@_attrs_define
class AuthJwt:
    """How calls show who calls; what is secret in it has to be a reference such as `${secret:name#field}`.

    Attributes:
        algorithm (SigningAlgorithm): How a token is signed (RFC 7518 section 3.1).
        key (str): The key, as a reference to a secret: a string for HS256, PKCS#8 in PEM otherwise. Example:
            ${secret:users-api#jwt}.
        type_ (AuthJwtType):
        key_id (None | str | Unset): The `kid` of its header.
        claims (AuthJwtClaimsType0 | None | Unset): Its claims, beside `iat`, `exp` and `jti`, which are set; strings
            may hold placeholders, and stay strings.
        ttl (int | None | str | Unset):
        ttl_ms (int | None | str | Unset):
        header (None | str | Unset): The header that takes it as `Bearer`; `authorization` unless given.
    """

    algorithm: SigningAlgorithm
    key: str
    type_: AuthJwtType
    key_id: None | str | Unset = UNSET
    claims: AuthJwtClaimsType0 | None | Unset = UNSET
    ttl: int | None | str | Unset = UNSET
    ttl_ms: int | None | str | Unset = UNSET
    header: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.auth_jwt_claims_type_0 import AuthJwtClaimsType0  # noqa: PLC0415

        algorithm: str = self.algorithm

        key = self.key

        type_: str = self.type_

        key_id: None | str | Unset
        if isinstance(self.key_id, Unset):
            key_id = UNSET
        else:
            key_id = self.key_id

        claims: dict[str, Any] | None | Unset
        if isinstance(self.claims, Unset):
            claims = UNSET
        elif isinstance(self.claims, AuthJwtClaimsType0):
            claims = self.claims.to_dict()
        else:
            claims = self.claims

        ttl: int | None | str | Unset
        if isinstance(self.ttl, Unset):
            ttl = UNSET
        else:
            ttl = self.ttl

        ttl_ms: int | None | str | Unset
        if isinstance(self.ttl_ms, Unset):
            ttl_ms = UNSET
        else:
            ttl_ms = self.ttl_ms

        header: None | str | Unset
        if isinstance(self.header, Unset):
            header = UNSET
        else:
            header = self.header

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "algorithm": algorithm,
                "key": key,
                "type": type_,
            }
        )
        if key_id is not UNSET:
            field_dict["key_id"] = key_id
        if claims is not UNSET:
            field_dict["claims"] = claims
        if ttl is not UNSET:
            field_dict["ttl"] = ttl
        if ttl_ms is not UNSET:
            field_dict["ttl_ms"] = ttl_ms
        if header is not UNSET:
            field_dict["header"] = header

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.auth_jwt_claims_type_0 import AuthJwtClaimsType0  # noqa: PLC0415

        d = dict(src_dict)
        algorithm = check_signing_algorithm(d.pop("algorithm"))

        key = d.pop("key")

        type_ = check_auth_jwt_type(d.pop("type"))

        def _parse_key_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key_id = _parse_key_id(d.pop("key_id", UNSET))

        def _parse_claims(data: object) -> AuthJwtClaimsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                claims_type_0 = AuthJwtClaimsType0.from_dict(data)

                return claims_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AuthJwtClaimsType0 | None | Unset, data)

        claims = _parse_claims(d.pop("claims", UNSET))

        def _parse_ttl(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        ttl = _parse_ttl(d.pop("ttl", UNSET))

        def _parse_ttl_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        ttl_ms = _parse_ttl_ms(d.pop("ttl_ms", UNSET))

        def _parse_header(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        header = _parse_header(d.pop("header", UNSET))

        auth_jwt = cls(
            algorithm=algorithm,
            key=key,
            type_=type_,
            key_id=key_id,
            claims=claims,
            ttl=ttl,
            ttl_ms=ttl_ms,
            header=header,
        )

        return auth_jwt
