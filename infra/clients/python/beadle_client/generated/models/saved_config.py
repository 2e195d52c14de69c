from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

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
    from ..models.egress import Egress
    from ..models.plan_mark import PlanMark
    from ..models.proxy import Proxy
    from ..models.rate_limit import RateLimit
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear
    from ..models.saved_config_headers import SavedConfigHeaders
    from ..models.saved_config_query import SavedConfigQuery
    from ..models.saved_config_variables import SavedConfigVariables


T = TypeVar("T", bound="SavedConfig")


@_attrs_define
class SavedConfig:
    """A saved config.

    Attributes:
        id (str): Id. Example: cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        config_id (str): Same as `id`. Example: cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.
        user_id (str): Id of the owner.
        name (str): Name. Example: Users API.
        shared (bool): Whether it is shared with everyone.
        headers (SavedConfigHeaders): Headers to send. Values that carry credentials are shown as `********`, unless
            they are references to
            secrets.
        query (SavedConfigQuery): Query parameters to add.
        variables (SavedConfigVariables): Variables: values of `${name}` for which the input has no member.
        created_at (datetime.datetime): Time of creation.
        updated_at (datetime.datetime): Time of the last change.
        updated_by (str): User who made the last change.
        version (int): Version; incremented by every change and sent as the `ETag`. Example: 1.
        key (None | str | Unset): Key, by which its owner finds it. Example: users-api.
        description (None | str | Unset): Description.
        base_url (None | str | Unset): Base URL for relative URLs. Example: https://api.example.com/v1/.
        connection (None | str | Unset): Default connection for database tasks. Example: ${secret:orders-db}.
        auth (AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset):
        timeout_ms (int | None | Unset): Timeout of an attempt, if the config sets one.
        retry (None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset):
        give_up_after_ms (int | None | Unset): Time for all attempts together, if the config sets one.
        rate_limit (None | RateLimit | Unset):
        concurrency (int | None | Unset): Maximum number of concurrent calls.
        breaker (Breaker | None | Unset):
        egress (Egress | None | Unset):
        proxy (None | Proxy | Unset):
        plan (None | PlanMark | Unset):
        idempotency_key (None | str | Unset): The `Idempotency-Key` of the request that created it.
    """

    id: str
    config_id: str
    user_id: str
    name: str
    shared: bool
    headers: SavedConfigHeaders
    query: SavedConfigQuery
    variables: SavedConfigVariables
    created_at: datetime.datetime
    updated_at: datetime.datetime
    updated_by: str
    version: int
    key: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    base_url: None | str | Unset = UNSET
    connection: None | str | Unset = UNSET
    auth: AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset = UNSET
    timeout_ms: int | None | Unset = UNSET
    retry: None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset = UNSET
    give_up_after_ms: int | None | Unset = UNSET
    rate_limit: None | RateLimit | Unset = UNSET
    concurrency: int | None | Unset = UNSET
    breaker: Breaker | None | Unset = UNSET
    egress: Egress | None | Unset = UNSET
    proxy: None | Proxy | Unset = UNSET
    plan: None | PlanMark | Unset = UNSET
    idempotency_key: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.auth_api_key import AuthApiKey  # noqa: PLC0415
        from ..models.auth_basic import AuthBasic  # noqa: PLC0415
        from ..models.auth_bearer import AuthBearer  # noqa: PLC0415
        from ..models.auth_jwt import AuthJwt  # noqa: PLC0415
        from ..models.auth_none import AuthNone  # noqa: PLC0415
        from ..models.auth_oauth_2 import AuthOauth2  # noqa: PLC0415
        from ..models.auth_sigv_4 import AuthSigv4  # noqa: PLC0415
        from ..models.breaker import Breaker  # noqa: PLC0415
        from ..models.egress import Egress  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.proxy import Proxy  # noqa: PLC0415
        from ..models.rate_limit import RateLimit  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        id = self.id

        config_id = self.config_id

        user_id = self.user_id

        name = self.name

        shared = self.shared

        headers = self.headers.to_dict()

        query = self.query.to_dict()

        variables = self.variables.to_dict()

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        updated_by = self.updated_by

        version = self.version

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

        timeout_ms: int | None | Unset
        if isinstance(self.timeout_ms, Unset):
            timeout_ms = UNSET
        else:
            timeout_ms = self.timeout_ms

        retry: dict[str, Any] | None | Unset
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

        give_up_after_ms: int | None | Unset
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

        idempotency_key: None | str | Unset
        if isinstance(self.idempotency_key, Unset):
            idempotency_key = UNSET
        else:
            idempotency_key = self.idempotency_key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "config_id": config_id,
                "user_id": user_id,
                "name": name,
                "shared": shared,
                "headers": headers,
                "query": query,
                "variables": variables,
                "created_at": created_at,
                "updated_at": updated_at,
                "updated_by": updated_by,
                "version": version,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if description is not UNSET:
            field_dict["description"] = description
        if base_url is not UNSET:
            field_dict["base_url"] = base_url
        if connection is not UNSET:
            field_dict["connection"] = connection
        if auth is not UNSET:
            field_dict["auth"] = auth
        if timeout_ms is not UNSET:
            field_dict["timeout_ms"] = timeout_ms
        if retry is not UNSET:
            field_dict["retry"] = retry
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
        if idempotency_key is not UNSET:
            field_dict["idempotency_key"] = idempotency_key

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
        from ..models.egress import Egress  # noqa: PLC0415
        from ..models.plan_mark import PlanMark  # noqa: PLC0415
        from ..models.proxy import Proxy  # noqa: PLC0415
        from ..models.rate_limit import RateLimit  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415
        from ..models.saved_config_headers import SavedConfigHeaders  # noqa: PLC0415
        from ..models.saved_config_query import SavedConfigQuery  # noqa: PLC0415
        from ..models.saved_config_variables import SavedConfigVariables  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        config_id = d.pop("config_id")

        user_id = d.pop("user_id")

        name = d.pop("name")

        shared = d.pop("shared")

        headers = SavedConfigHeaders.from_dict(d.pop("headers"))

        query = SavedConfigQuery.from_dict(d.pop("query"))

        variables = SavedConfigVariables.from_dict(d.pop("variables"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        updated_by = d.pop("updated_by")

        version = d.pop("version")

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

        def _parse_timeout_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        timeout_ms = _parse_timeout_ms(d.pop("timeout_ms", UNSET))

        def _parse_retry(data: object) -> None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset:
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
            return cast(None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset, data)

        retry = _parse_retry(d.pop("retry", UNSET))

        def _parse_give_up_after_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

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

        def _parse_idempotency_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        idempotency_key = _parse_idempotency_key(d.pop("idempotency_key", UNSET))

        saved_config = cls(
            id=id,
            config_id=config_id,
            user_id=user_id,
            name=name,
            shared=shared,
            headers=headers,
            query=query,
            variables=variables,
            created_at=created_at,
            updated_at=updated_at,
            updated_by=updated_by,
            version=version,
            key=key,
            description=description,
            base_url=base_url,
            connection=connection,
            auth=auth,
            timeout_ms=timeout_ms,
            retry=retry,
            give_up_after_ms=give_up_after_ms,
            rate_limit=rate_limit,
            concurrency=concurrency,
            breaker=breaker,
            egress=egress,
            proxy=proxy,
            plan=plan,
            idempotency_key=idempotency_key,
        )

        saved_config.additional_properties = d
        return saved_config

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
