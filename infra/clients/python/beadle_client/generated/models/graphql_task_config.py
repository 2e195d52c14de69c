from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_api_key import AuthApiKey
    from ..models.auth_basic import AuthBasic
    from ..models.auth_bearer import AuthBearer
    from ..models.auth_jwt import AuthJwt
    from ..models.auth_none import AuthNone
    from ..models.auth_oauth_2 import AuthOauth2
    from ..models.auth_sigv_4 import AuthSigv4
    from ..models.graphql_task_config_headers_type_0 import GraphqlTaskConfigHeadersType0
    from ..models.graphql_task_config_variables_type_0 import (
        GraphqlTaskConfigVariablesType0,
    )
    from ..models.response_rules import ResponseRules


T = TypeVar("T", bound="GraphqlTaskConfig")


@_attrs_define
class GraphqlTaskConfig:
    """What a task of this type does.

    Attributes:
        endpoint (str): Where to: an http or https URL without user information, absolute or relative to the `base_url`
            of a config.
        query (str): The GraphQL document; it holds no placeholders.
        variables (GraphqlTaskConfigVariablesType0 | None | Unset): The variables; strings may hold placeholders.
        operation_name (None | str | Unset): The operation to run, where the document has several.
        headers (GraphqlTaskConfigHeadersType0 | None | Unset): Headers to send. Answers mask values that carry
            credentials.
        auth (AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset):
        response (None | ResponseRules | Unset):
    """

    endpoint: str
    query: str
    variables: GraphqlTaskConfigVariablesType0 | None | Unset = UNSET
    operation_name: None | str | Unset = UNSET
    headers: GraphqlTaskConfigHeadersType0 | None | Unset = UNSET
    auth: AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset = UNSET
    response: None | ResponseRules | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.auth_api_key import AuthApiKey  # noqa: PLC0415
        from ..models.auth_basic import AuthBasic  # noqa: PLC0415
        from ..models.auth_bearer import AuthBearer  # noqa: PLC0415
        from ..models.auth_jwt import AuthJwt  # noqa: PLC0415
        from ..models.auth_none import AuthNone  # noqa: PLC0415
        from ..models.auth_oauth_2 import AuthOauth2  # noqa: PLC0415
        from ..models.auth_sigv_4 import AuthSigv4  # noqa: PLC0415
        from ..models.graphql_task_config_headers_type_0 import (
            GraphqlTaskConfigHeadersType0,  # noqa: PLC0415
        )
        from ..models.graphql_task_config_variables_type_0 import (
            GraphqlTaskConfigVariablesType0,  # noqa: PLC0415
        )
        from ..models.response_rules import ResponseRules  # noqa: PLC0415

        endpoint = self.endpoint

        query = self.query

        variables: dict[str, Any] | None | Unset
        if isinstance(self.variables, Unset):
            variables = UNSET
        elif isinstance(self.variables, GraphqlTaskConfigVariablesType0):
            variables = self.variables.to_dict()
        else:
            variables = self.variables

        operation_name: None | str | Unset
        if isinstance(self.operation_name, Unset):
            operation_name = UNSET
        else:
            operation_name = self.operation_name

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, GraphqlTaskConfigHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

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

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "endpoint": endpoint,
                "query": query,
            }
        )
        if variables is not UNSET:
            field_dict["variables"] = variables
        if operation_name is not UNSET:
            field_dict["operation_name"] = operation_name
        if headers is not UNSET:
            field_dict["headers"] = headers
        if auth is not UNSET:
            field_dict["auth"] = auth
        if response is not UNSET:
            field_dict["response"] = response

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
        from ..models.graphql_task_config_headers_type_0 import (
            GraphqlTaskConfigHeadersType0,  # noqa: PLC0415
        )
        from ..models.graphql_task_config_variables_type_0 import (
            GraphqlTaskConfigVariablesType0,  # noqa: PLC0415
        )
        from ..models.response_rules import ResponseRules  # noqa: PLC0415

        d = dict(src_dict)
        endpoint = d.pop("endpoint")

        query = d.pop("query")

        def _parse_variables(data: object) -> GraphqlTaskConfigVariablesType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                variables_type_0 = GraphqlTaskConfigVariablesType0.from_dict(data)

                return variables_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GraphqlTaskConfigVariablesType0 | None | Unset, data)

        variables = _parse_variables(d.pop("variables", UNSET))

        def _parse_operation_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        operation_name = _parse_operation_name(d.pop("operation_name", UNSET))

        def _parse_headers(data: object) -> GraphqlTaskConfigHeadersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = GraphqlTaskConfigHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GraphqlTaskConfigHeadersType0 | None | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

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

        graphql_task_config = cls(
            endpoint=endpoint,
            query=query,
            variables=variables,
            operation_name=operation_name,
            headers=headers,
            auth=auth,
            response=response,
        )

        return graphql_task_config
