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
    from ..models.breaker import Breaker
    from ..models.config_request_headers_type_0 import ConfigRequestHeadersType0
    from ..models.config_request_query_type_0 import ConfigRequestQueryType0
    from ..models.config_request_variables_type_0 import ConfigRequestVariablesType0
    from ..models.egress import Egress
    from ..models.plan_mark import PlanMark
    from ..models.proxy import Proxy
    from ..models.rate_limit import RateLimit
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear


T = TypeVar("T", bound="ConfigRequest")


@_attrs_define
class ConfigRequest:
    """A new config. A task or a request that says something else wins over it.

    Example:
        {'name': 'Users API', 'base_url': 'https://api.example.com/v1/', 'headers': {'Accept': 'application/json'},
            'auth': {'type': 'bearer', 'token': '${secret:users-api#token}'}, 'timeout': '10s', 'rate_limit': {'rate': 100,
            'per': '1s', 'burst': 200}, 'concurrency': 5, 'breaker': {'failure_rate': 0.5, 'window': '30s', 'minimum': 10,
            'open_for': '15s'}}

    Attributes:
        name (str): Its name, 1 to 255 characters.
        key (None | str | Unset):
        description (None | str | Unset): What it is for, at most 10,000 characters.
        shared (bool | None | Unset): Whether everyone may use it; only an admin shares a config.
        base_url (None | str | Unset): What relative URLs are resolved against (RFC 3986 section 5): an absolute http or
            https URL, its path taken for a
            folder.
        connection (None | str | Unset): The connection of database tasks that name none: a reference to a secret, or a
            URL whose password is one.
        headers (ConfigRequestHeadersType0 | None | Unset): Headers to send. Answers mask values that carry credentials.
        query (ConfigRequestQueryType0 | None | Unset): Query parameters to add; a list repeats the parameter.
        auth (AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset):
        variables (ConfigRequestVariablesType0 | None | Unset): The value of `${name}` where the input of an execution
            has no such member.
        timeout (int | None | str | Unset):
        timeout_ms (int | None | str | Unset):
        retry (int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset):
        retries (int | None | Unset): The same as `retry`.
        max_retries (int | None | Unset): The same as `retry`.
        give_up_after (int | None | str | Unset):
        give_up_after_ms (int | None | str | Unset):
        rate_limit (None | RateLimit | Unset):
        concurrency (int | None | Unset): How many calls at once.
        breaker (Breaker | None | Unset):
        egress (Egress | None | Unset):
        proxy (None | Proxy | Unset):
        plan (None | PlanMark | Unset):
    """

    name: str
    key: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    shared: bool | None | Unset = UNSET
    base_url: None | str | Unset = UNSET
    connection: None | str | Unset = UNSET
    headers: ConfigRequestHeadersType0 | None | Unset = UNSET
    query: ConfigRequestQueryType0 | None | Unset = UNSET
    auth: AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset = UNSET
    variables: ConfigRequestVariablesType0 | None | Unset = UNSET
    timeout: int | None | str | Unset = UNSET
    timeout_ms: int | None | str | Unset = UNSET
    retry: int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset = UNSET
    retries: int | None | Unset = UNSET
    max_retries: int | None | Unset = UNSET
    give_up_after: int | None | str | Unset = UNSET
    give_up_after_ms: int | None | str | Unset = UNSET
    rate_limit: None | RateLimit | Unset = UNSET
    concurrency: int | None | Unset = UNSET
    breaker: Breaker | None | Unset = UNSET
    egress: Egress | None | Unset = UNSET
    proxy: None | Proxy | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.auth_api_key import AuthApiKey  # noqa: PLC0415
        from ..models.auth_basic import AuthBasic  # noqa: PLC0415
        from ..models.auth_bearer import AuthBearer  # noqa: PLC0415
        from ..models.auth_jwt import AuthJwt  # noqa: PLC0415
        from ..models.auth_none import AuthNone  # noqa: PLC0415
        from ..models.auth_oauth_2 import AuthOauth2  # noqa: PLC0415
        from ..models.auth_sigv_4 import AuthSigv4  # noqa: PLC0415
        from ..models.breaker import Breaker  # noqa: PLC0415
        from ..models.config_request_headers_type_0 import ConfigRequestHeadersType0  # noqa: PLC0415
        from ..models.config_request_query_type_0 import ConfigRequestQueryType0  # noqa: PLC0415
        from ..models.config_request_variables_type_0 import ConfigRequestVariablesType0  # noqa: PLC0415
        from ..models.egress import Egress  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.proxy import Proxy  # noqa: PLC0415
        from ..models.rate_limit import RateLimit  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        name = self.name

        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        shared: bool | None | Unset
        if isinstance(self.shared, Unset):
            shared = UNSET
        else:
            shared = self.shared

        base_url: None | str | Unset
        if isinstance(self.base_url, Unset):
            base_url = UNSET
        else:
            base_url = self.base_url

        connection: None | str | Unset
        if isinstance(self.connection, Unset):
            connection = UNSET
        else:
            connection = self.connection

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, ConfigRequestHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        query: dict[str, Any] | None | Unset
        if isinstance(self.query, Unset):
            query = UNSET
        elif isinstance(self.query, ConfigRequestQueryType0):
            query = self.query.to_dict()
        else:
            query = self.query

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

        variables: dict[str, Any] | None | Unset
        if isinstance(self.variables, Unset):
            variables = UNSET
        elif isinstance(self.variables, ConfigRequestVariablesType0):
            variables = self.variables.to_dict()
        else:
            variables = self.variables

        timeout: int | None | str | Unset
        if isinstance(self.timeout, Unset):
            timeout = UNSET
        else:
            timeout = self.timeout

        timeout_ms: int | None | str | Unset
        if isinstance(self.timeout_ms, Unset):
            timeout_ms = UNSET
        else:
            timeout_ms = self.timeout_ms

        retry: dict[str, Any] | int | None | Unset
        if isinstance(self.retry, Unset):
            retry = UNSET
        elif isinstance(self.retry, RetryFixed):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryLinear):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryExponential):
            retry = self.retry.to_dict()
        elif isinstance(self.retry, RetryCustom):
            retry = self.retry.to_dict()
        else:
            retry = self.retry

        retries: int | None | Unset
        if isinstance(self.retries, Unset):
            retries = UNSET
        else:
            retries = self.retries

        max_retries: int | None | Unset
        if isinstance(self.max_retries, Unset):
            max_retries = UNSET
        else:
            max_retries = self.max_retries

        give_up_after: int | None | str | Unset
        if isinstance(self.give_up_after, Unset):
            give_up_after = UNSET
        else:
            give_up_after = self.give_up_after

        give_up_after_ms: int | None | str | Unset
        if isinstance(self.give_up_after_ms, Unset):
            give_up_after_ms = UNSET
        else:
            give_up_after_ms = self.give_up_after_ms

        rate_limit: dict[str, Any] | None | Unset
        if isinstance(self.rate_limit, Unset):
            rate_limit = UNSET
        elif isinstance(self.rate_limit, RateLimit):
            rate_limit = self.rate_limit.to_dict()
        else:
            rate_limit = self.rate_limit

        concurrency: int | None | Unset
        if isinstance(self.concurrency, Unset):
            concurrency = UNSET
        else:
            concurrency = self.concurrency

        breaker: dict[str, Any] | None | Unset
        if isinstance(self.breaker, Unset):
            breaker = UNSET
        elif isinstance(self.breaker, Breaker):
            breaker = self.breaker.to_dict()
        else:
            breaker = self.breaker

        egress: dict[str, Any] | None | Unset
        if isinstance(self.egress, Unset):
            egress = UNSET
        elif isinstance(self.egress, Egress):
            egress = self.egress.to_dict()
        else:
            egress = self.egress

        proxy: dict[str, Any] | None | Unset
        if isinstance(self.proxy, Unset):
            proxy = UNSET
        elif isinstance(self.proxy, Proxy):
            proxy = self.proxy.to_dict()
        else:
            proxy = self.proxy

        plan: dict[str, Any] | None | Unset
        if isinstance(self.plan, Unset):
            plan = UNSET
        elif isinstance(self.plan, PlanMark):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if description is not UNSET:
            field_dict["description"] = description
        if shared is not UNSET:
            field_dict["shared"] = shared
        if base_url is not UNSET:
            field_dict["base_url"] = base_url
        if connection is not UNSET:
            field_dict["connection"] = connection
        if headers is not UNSET:
            field_dict["headers"] = headers
        if query is not UNSET:
            field_dict["query"] = query
        if auth is not UNSET:
            field_dict["auth"] = auth
        if variables is not UNSET:
            field_dict["variables"] = variables
        if timeout is not UNSET:
            field_dict["timeout"] = timeout
        if timeout_ms is not UNSET:
            field_dict["timeout_ms"] = timeout_ms
        if retry is not UNSET:
            field_dict["retry"] = retry
        if retries is not UNSET:
            field_dict["retries"] = retries
        if max_retries is not UNSET:
            field_dict["max_retries"] = max_retries
        if give_up_after is not UNSET:
            field_dict["give_up_after"] = give_up_after
        if give_up_after_ms is not UNSET:
            field_dict["give_up_after_ms"] = give_up_after_ms
        if rate_limit is not UNSET:
            field_dict["rate_limit"] = rate_limit
        if concurrency is not UNSET:
            field_dict["concurrency"] = concurrency
        if breaker is not UNSET:
            field_dict["breaker"] = breaker
        if egress is not UNSET:
            field_dict["egress"] = egress
        if proxy is not UNSET:
            field_dict["proxy"] = proxy
        if plan is not UNSET:
            field_dict["plan"] = plan

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
        from ..models.breaker import Breaker  # noqa: PLC0415
        from ..models.config_request_headers_type_0 import ConfigRequestHeadersType0  # noqa: PLC0415
        from ..models.config_request_query_type_0 import ConfigRequestQueryType0  # noqa: PLC0415
        from ..models.config_request_variables_type_0 import ConfigRequestVariablesType0  # noqa: PLC0415
        from ..models.egress import Egress  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.proxy import Proxy  # noqa: PLC0415
        from ..models.rate_limit import RateLimit  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_shared(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        shared = _parse_shared(d.pop("shared", UNSET))

        def _parse_base_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        base_url = _parse_base_url(d.pop("base_url", UNSET))

        def _parse_connection(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        connection = _parse_connection(d.pop("connection", UNSET))

        def _parse_headers(data: object) -> ConfigRequestHeadersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = ConfigRequestHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConfigRequestHeadersType0 | None | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        def _parse_query(data: object) -> ConfigRequestQueryType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                query_type_0 = ConfigRequestQueryType0.from_dict(data)

                return query_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConfigRequestQueryType0 | None | Unset, data)

        query = _parse_query(d.pop("query", UNSET))

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

        def _parse_variables(data: object) -> ConfigRequestVariablesType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                variables_type_0 = ConfigRequestVariablesType0.from_dict(data)

                return variables_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConfigRequestVariablesType0 | None | Unset, data)

        variables = _parse_variables(d.pop("variables", UNSET))

        def _parse_timeout(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        timeout = _parse_timeout(d.pop("timeout", UNSET))

        def _parse_timeout_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        timeout_ms = _parse_timeout_ms(d.pop("timeout_ms", UNSET))

        def _parse_retry(
            data: object,
        ) -> int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_0 = RetryFixed.from_dict(data)

                return componentsschemas_retry_policy_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_1 = RetryLinear.from_dict(data)

                return componentsschemas_retry_policy_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_2 = RetryExponential.from_dict(data)

                return componentsschemas_retry_policy_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_retry_policy_type_3 = RetryCustom.from_dict(data)

                return componentsschemas_retry_policy_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset, data)

        retry = _parse_retry(d.pop("retry", UNSET))

        def _parse_retries(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        retries = _parse_retries(d.pop("retries", UNSET))

        def _parse_max_retries(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_retries = _parse_max_retries(d.pop("max_retries", UNSET))

        def _parse_give_up_after(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        give_up_after = _parse_give_up_after(d.pop("give_up_after", UNSET))

        def _parse_give_up_after_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        give_up_after_ms = _parse_give_up_after_ms(d.pop("give_up_after_ms", UNSET))

        def _parse_rate_limit(data: object) -> None | RateLimit | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rate_limit_type_0 = RateLimit.from_dict(data)

                return rate_limit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RateLimit | Unset, data)

        rate_limit = _parse_rate_limit(d.pop("rate_limit", UNSET))

        def _parse_concurrency(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        concurrency = _parse_concurrency(d.pop("concurrency", UNSET))

        def _parse_breaker(data: object) -> Breaker | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                breaker_type_0 = Breaker.from_dict(data)

                return breaker_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Breaker | None | Unset, data)

        breaker = _parse_breaker(d.pop("breaker", UNSET))

        def _parse_egress(data: object) -> Egress | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                egress_type_0 = Egress.from_dict(data)

                return egress_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Egress | None | Unset, data)

        egress = _parse_egress(d.pop("egress", UNSET))

        def _parse_proxy(data: object) -> None | Proxy | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                proxy_type_0 = Proxy.from_dict(data)

                return proxy_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Proxy | Unset, data)

        proxy = _parse_proxy(d.pop("proxy", UNSET))

        def _parse_plan(data: object) -> None | PlanMark | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                plan_type_0 = PlanMark.from_dict(data)

                return plan_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PlanMark | Unset, data)

        plan = _parse_plan(d.pop("plan", UNSET))

        config_request = cls(
            name=name,
            key=key,
            description=description,
            shared=shared,
            base_url=base_url,
            connection=connection,
            headers=headers,
            query=query,
            auth=auth,
            variables=variables,
            timeout=timeout,
            timeout_ms=timeout_ms,
            retry=retry,
            retries=retries,
            max_retries=max_retries,
            give_up_after=give_up_after,
            give_up_after_ms=give_up_after_ms,
            rate_limit=rate_limit,
            concurrency=concurrency,
            breaker=breaker,
            egress=egress,
            proxy=proxy,
            plan=plan,
        )

        return config_request
