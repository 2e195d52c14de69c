from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.effects import Effects, check_effects
from ..models.encoding import Encoding, check_encoding
from ..models.http_task_config_redirects_type_0 import (
    HttpTaskConfigRedirectsType0,
    check_http_task_config_redirects_type_0,
)
from ..models.query_spaces import QuerySpaces, check_query_spaces
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_api_key import AuthApiKey
    from ..models.auth_basic import AuthBasic
    from ..models.auth_bearer import AuthBearer
    from ..models.auth_jwt import AuthJwt
    from ..models.auth_none import AuthNone
    from ..models.auth_oauth_2 import AuthOauth2
    from ..models.auth_sigv_4 import AuthSigv4
    from ..models.http_task_config_headers_type_0 import HttpTaskConfigHeadersType0
    from ..models.http_task_config_query import HttpTaskConfigQuery
    from ..models.response_rules import ResponseRules


T = TypeVar("T", bound="HttpTaskConfig")


@_attrs_define
class HttpTaskConfig:
    """What a task of this type does.

    Attributes:
        url (str): Where to: an http or https URL without user information, absolute or relative to the `base_url` of a
            config. It may
            hold placeholders such as `${input.id}`. Example: https://api.example.com/users.
        method (None | str | Unset): The HTTP method: GET unless given, POST for a webhook.
        headers (HttpTaskConfigHeadersType0 | None | Unset): Headers to send. Answers mask values that carry
            credentials.
        query (HttpTaskConfigQuery | Unset): Query parameters to add to the URL; a list repeats the parameter.
        query_spaces (None | QuerySpaces | Unset):
        body (Any | Unset): What to send.
        encoding (Encoding | None | Unset):
        redirects (HttpTaskConfigRedirectsType0 | int | None | Unset): What happens when the destination answers with a
            redirect: `follow` (three at most, unless it is a number),
            `error` or `manual`. A webhook follows none.
        auth (AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset):
        response (None | ResponseRules | Unset):
        effects (Effects | None | Unset):
    """

    url: str
    method: None | str | Unset = UNSET
    headers: HttpTaskConfigHeadersType0 | None | Unset = UNSET
    query: HttpTaskConfigQuery | Unset = UNSET
    query_spaces: None | QuerySpaces | Unset = UNSET
    body: Any | Unset = UNSET
    encoding: Encoding | None | Unset = UNSET
    redirects: HttpTaskConfigRedirectsType0 | int | None | Unset = UNSET
    auth: AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset = UNSET
    response: None | ResponseRules | Unset = UNSET
    effects: Effects | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.auth_api_key import AuthApiKey  # noqa: PLC0415
        from ..models.auth_basic import AuthBasic  # noqa: PLC0415
        from ..models.auth_bearer import AuthBearer  # noqa: PLC0415
        from ..models.auth_jwt import AuthJwt  # noqa: PLC0415
        from ..models.auth_none import AuthNone  # noqa: PLC0415
        from ..models.auth_oauth_2 import AuthOauth2  # noqa: PLC0415
        from ..models.auth_sigv_4 import AuthSigv4  # noqa: PLC0415
        from ..models.http_task_config_headers_type_0 import HttpTaskConfigHeadersType0  # noqa: PLC0415
        from ..models.response_rules import ResponseRules  # noqa: PLC0415

        url = self.url

        method: None | str | Unset
        if isinstance(self.method, Unset):
            method = UNSET
        else:
            method = self.method

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, HttpTaskConfigHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        query: dict[str, Any] | Unset = UNSET
        if not isinstance(self.query, Unset):
            query = self.query.to_dict()

        query_spaces: None | str | Unset
        if isinstance(self.query_spaces, Unset):
            query_spaces = UNSET
        elif isinstance(self.query_spaces, str):
            query_spaces = self.query_spaces
        else:
            query_spaces = self.query_spaces

        body = self.body

        encoding: None | str | Unset
        if isinstance(self.encoding, Unset):
            encoding = UNSET
        elif isinstance(self.encoding, str):
            encoding = self.encoding
        else:
            encoding = self.encoding

        redirects: int | None | str | Unset
        if isinstance(self.redirects, Unset):
            redirects = UNSET
        elif isinstance(self.redirects, str):
            redirects = self.redirects
        else:
            redirects = self.redirects

        auth: dict[str, Any] | None | Unset
        if isinstance(self.auth, Unset):
            auth = UNSET
        elif isinstance(self.auth, AuthNone):
            auth = self.auth.to_dict()
        elif isinstance(self.auth, AuthBasic):
            auth = self.auth.to_dict()
        elif isinstance(self.auth, AuthBearer):
            auth = self.auth.to_dict()
        elif isinstance(self.auth, AuthApiKey):
            auth = self.auth.to_dict()
        elif isinstance(self.auth, AuthOauth2):
            auth = self.auth.to_dict()
        elif isinstance(self.auth, AuthJwt):
            auth = self.auth.to_dict()
        elif isinstance(self.auth, AuthSigv4):
            auth = self.auth.to_dict()
        else:
            auth = self.auth

        response: dict[str, Any] | None | Unset
        if isinstance(self.response, Unset):
            response = UNSET
        elif isinstance(self.response, ResponseRules):
            response = self.response.to_dict()
        else:
            response = self.response

        effects: None | str | Unset
        if isinstance(self.effects, Unset):
            effects = UNSET
        elif isinstance(self.effects, str):
            effects = self.effects
        else:
            effects = self.effects

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if method is not UNSET:
            field_dict["method"] = method
        if headers is not UNSET:
            field_dict["headers"] = headers
        if query is not UNSET:
            field_dict["query"] = query
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.auth_api_key import AuthApiKey  # noqa: PLC0415
        from ..models.auth_basic import AuthBasic  # noqa: PLC0415
        from ..models.auth_bearer import AuthBearer  # noqa: PLC0415
        from ..models.auth_jwt import AuthJwt  # noqa: PLC0415
        from ..models.auth_none import AuthNone  # noqa: PLC0415
        from ..models.auth_oauth_2 import AuthOauth2  # noqa: PLC0415
        from ..models.auth_sigv_4 import AuthSigv4  # noqa: PLC0415
        from ..models.http_task_config_headers_type_0 import HttpTaskConfigHeadersType0  # noqa: PLC0415
        from ..models.http_task_config_query import HttpTaskConfigQuery  # noqa: PLC0415
        from ..models.response_rules import ResponseRules  # noqa: PLC0415

        d = dict(src_dict)
        url = d.pop("url")

        def _parse_method(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        method = _parse_method(d.pop("method", UNSET))

        def _parse_headers(data: object) -> HttpTaskConfigHeadersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = HttpTaskConfigHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HttpTaskConfigHeadersType0 | None | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        _query = d.pop("query", UNSET)
        query: HttpTaskConfigQuery | Unset
        if isinstance(_query, Unset):
            query = UNSET
        else:
            query = HttpTaskConfigQuery.from_dict(_query)

        def _parse_query_spaces(data: object) -> None | QuerySpaces | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                query_spaces_type_0 = check_query_spaces(data)

                return query_spaces_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuerySpaces | Unset, data)

        query_spaces = _parse_query_spaces(d.pop("query_spaces", UNSET))

        body = d.pop("body", UNSET)

        def _parse_encoding(data: object) -> Encoding | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                encoding_type_0 = check_encoding(data)

                return encoding_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Encoding | None | Unset, data)

        encoding = _parse_encoding(d.pop("encoding", UNSET))

        def _parse_redirects(data: object) -> HttpTaskConfigRedirectsType0 | int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redirects_type_0 = check_http_task_config_redirects_type_0(data)

                return redirects_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HttpTaskConfigRedirectsType0 | int | None | Unset, data)

        redirects = _parse_redirects(d.pop("redirects", UNSET))

        def _parse_auth(
            data: object,
        ) -> AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_0 = AuthNone.from_dict(data)

                return componentsschemas_auth_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_1 = AuthBasic.from_dict(data)

                return componentsschemas_auth_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_2 = AuthBearer.from_dict(data)

                return componentsschemas_auth_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_3 = AuthApiKey.from_dict(data)

                return componentsschemas_auth_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_4 = AuthOauth2.from_dict(data)

                return componentsschemas_auth_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_5 = AuthJwt.from_dict(data)

                return componentsschemas_auth_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_auth_type_6 = AuthSigv4.from_dict(data)

                return componentsschemas_auth_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset, data
            )

        auth = _parse_auth(d.pop("auth", UNSET))

        def _parse_response(data: object) -> None | ResponseRules | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_type_0 = ResponseRules.from_dict(data)

                return response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ResponseRules | Unset, data)

        response = _parse_response(d.pop("response", UNSET))

        def _parse_effects(data: object) -> Effects | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                effects_type_0 = check_effects(data)

                return effects_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Effects | None | Unset, data)

        effects = _parse_effects(d.pop("effects", UNSET))

        http_task_config = cls(
            url=url,
            method=method,
            headers=headers,
            query=query,
            query_spaces=query_spaces,
            body=body,
            encoding=encoding,
            redirects=redirects,
            auth=auth,
            response=response,
            effects=effects,
        )

        return http_task_config
