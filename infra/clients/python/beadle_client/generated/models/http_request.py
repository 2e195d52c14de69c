from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.effects import Effects, check_effects
from ..models.encoding import Encoding, check_encoding
from ..models.http_request_redirects_type_0 import (
    HttpRequestRedirectsType0,
    check_http_request_redirects_type_0,
)
from ..models.http_request_type import HttpRequestType, check_http_request_type
from ..models.priority_text import PriorityText, check_priority_text
from ..models.query_spaces import QuerySpaces, check_query_spaces
from ..models.record import Record, check_record
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_api_key import AuthApiKey
    from ..models.auth_basic import AuthBasic
    from ..models.auth_bearer import AuthBearer
    from ..models.auth_jwt import AuthJwt
    from ..models.auth_none import AuthNone
    from ..models.auth_oauth_2 import AuthOauth2
    from ..models.auth_sigv_4 import AuthSigv4
    from ..models.http_request_headers_type_0 import HttpRequestHeadersType0
    from ..models.http_request_input_type_0 import HttpRequestInputType0
    from ..models.http_request_query import HttpRequestQuery
    from ..models.order_rule import OrderRule
    from ..models.response_rules import ResponseRules
    from ..models.retry_custom import RetryCustom
    from ..models.retry_exponential import RetryExponential
    from ..models.retry_fixed import RetryFixed
    from ..models.retry_linear import RetryLinear


T = TypeVar("T", bound="HttpRequest")


@_attrs_define
class HttpRequest:
    """A request to run once, without saving it. `retry`, `retries` and `max_retries` say the same, as do `run_at` and
    `delay`.

        Attributes:
            url (str): Where to: an http or https URL without user information, absolute or relative to the `base_url` of a
                config. It may
                hold placeholders such as `${input.id}`. Example: https://api.example.com/users.
            type_ (HttpRequestType): What it does.
            timeout (int | None | str | Unset):
            timeout_ms (int | None | str | Unset):
            retry (int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset):
            retries (int | None | Unset): The same as `retry`.
            max_retries (int | None | Unset): The same as `retry`.
            give_up_after (int | None | str | Unset):
            give_up_after_ms (int | None | str | Unset):
            priority (None | PriorityText | Unset):
            config_id (None | str | Unset):
            input_ (HttpRequestInputType0 | None | Unset): The value of `${input…}`.
            order (None | OrderRule | Unset):
            order_key (None | str | Unset): The same as `order`.
            run_at (datetime.datetime | None | Unset): When to run, at most 365 days ahead; a time that has passed means at
                once.
            delay (int | None | str | Unset):
            record (None | Record | Unset):
            method (None | str | Unset): The HTTP method: GET unless given, POST for a webhook.
            headers (HttpRequestHeadersType0 | None | Unset): Headers to send. Answers mask values that carry credentials.
            query (HttpRequestQuery | Unset): Query parameters to add to the URL; a list repeats the parameter.
            query_spaces (None | QuerySpaces | Unset):
            body (Any | Unset): What to send.
            encoding (Encoding | None | Unset):
            redirects (HttpRequestRedirectsType0 | int | None | Unset): What happens when the destination answers with a
                redirect: `follow` (three at most, unless it is a number),
                `error` or `manual`. A webhook follows none.
            auth (AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset):
            response (None | ResponseRules | Unset):
            effects (Effects | None | Unset):
    """

    url: str
    type_: HttpRequestType
    timeout: int | None | str | Unset = UNSET
    timeout_ms: int | None | str | Unset = UNSET
    retry: int | None | RetryCustom | RetryExponential | RetryFixed | RetryLinear | Unset = UNSET
    retries: int | None | Unset = UNSET
    max_retries: int | None | Unset = UNSET
    give_up_after: int | None | str | Unset = UNSET
    give_up_after_ms: int | None | str | Unset = UNSET
    priority: None | PriorityText | Unset = UNSET
    config_id: None | str | Unset = UNSET
    input_: HttpRequestInputType0 | None | Unset = UNSET
    order: None | OrderRule | Unset = UNSET
    order_key: None | str | Unset = UNSET
    run_at: datetime.datetime | None | Unset = UNSET
    delay: int | None | str | Unset = UNSET
    record: None | Record | Unset = UNSET
    method: None | str | Unset = UNSET
    headers: HttpRequestHeadersType0 | None | Unset = UNSET
    query: HttpRequestQuery | Unset = UNSET
    query_spaces: None | QuerySpaces | Unset = UNSET
    body: Any | Unset = UNSET
    encoding: Encoding | None | Unset = UNSET
    redirects: HttpRequestRedirectsType0 | int | None | Unset = UNSET
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
        from ..models.http_request_headers_type_0 import HttpRequestHeadersType0  # noqa: PLC0415
        from ..models.http_request_input_type_0 import HttpRequestInputType0  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.response_rules import ResponseRules  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        url = self.url

        type_: str = self.type_

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

        priority: None | str | Unset
        if isinstance(self.priority, Unset):
            priority = UNSET
        elif isinstance(self.priority, str):
            priority = self.priority
        else:
            priority = self.priority

        config_id: None | str | Unset
        if isinstance(self.config_id, Unset):
            config_id = UNSET
        else:
            config_id = self.config_id

        input_: dict[str, Any] | None | Unset
        if isinstance(self.input_, Unset):
            input_ = UNSET
        elif isinstance(self.input_, HttpRequestInputType0):
            input_ = self.input_.to_dict()
        else:
            input_ = self.input_

        order: dict[str, Any] | None | Unset
        if isinstance(self.order, Unset):
            order = UNSET
        elif isinstance(self.order, OrderRule):
            order = self.order.to_dict()
        else:
            order = self.order

        order_key: None | str | Unset
        if isinstance(self.order_key, Unset):
            order_key = UNSET
        else:
            order_key = self.order_key

        run_at: None | str | Unset
        if isinstance(self.run_at, Unset):
            run_at = UNSET
        elif isinstance(self.run_at, datetime.datetime):
            run_at = self.run_at.isoformat()
        else:
            run_at = self.run_at

        delay: int | None | str | Unset
        if isinstance(self.delay, Unset):
            delay = UNSET
        else:
            delay = self.delay

        record: None | str | Unset
        if isinstance(self.record, Unset):
            record = UNSET
        elif isinstance(self.record, str):
            record = self.record
        else:
            record = self.record

        method: None | str | Unset
        if isinstance(self.method, Unset):
            method = UNSET
        else:
            method = self.method

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, HttpRequestHeadersType0):
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
                "type": type_,
            }
        )
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
        if priority is not UNSET:
            field_dict["priority"] = priority
        if config_id is not UNSET:
            field_dict["config_id"] = config_id
        if input_ is not UNSET:
            field_dict["input"] = input_
        if order is not UNSET:
            field_dict["order"] = order
        if order_key is not UNSET:
            field_dict["order_key"] = order_key
        if run_at is not UNSET:
            field_dict["run_at"] = run_at
        if delay is not UNSET:
            field_dict["delay"] = delay
        if record is not UNSET:
            field_dict["record"] = record
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
        from ..models.http_request_headers_type_0 import HttpRequestHeadersType0  # noqa: PLC0415
        from ..models.http_request_input_type_0 import HttpRequestInputType0  # noqa: PLC0415
        from ..models.http_request_query import HttpRequestQuery  # noqa: PLC0415
        from ..models.order_rule import OrderRule  # noqa: PLC0415
        from ..models.response_rules import ResponseRules  # noqa: PLC0415
        from ..models.retry_custom import RetryCustom  # noqa: PLC0415
        from ..models.retry_exponential import RetryExponential  # noqa: PLC0415
        from ..models.retry_fixed import RetryFixed  # noqa: PLC0415
        from ..models.retry_linear import RetryLinear  # noqa: PLC0415

        d = dict(src_dict)
        url = d.pop("url")

        type_ = check_http_request_type(d.pop("type"))

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

        def _parse_priority(data: object) -> None | PriorityText | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                priority_type_0 = check_priority_text(data)

                return priority_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PriorityText | Unset, data)

        priority = _parse_priority(d.pop("priority", UNSET))

        def _parse_config_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        config_id = _parse_config_id(d.pop("config_id", UNSET))

        def _parse_input_(data: object) -> HttpRequestInputType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                input_type_0 = HttpRequestInputType0.from_dict(data)

                return input_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HttpRequestInputType0 | None | Unset, data)

        input_ = _parse_input_(d.pop("input", UNSET))

        def _parse_order(data: object) -> None | OrderRule | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                order_type_0 = OrderRule.from_dict(data)

                return order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderRule | Unset, data)

        order = _parse_order(d.pop("order", UNSET))

        def _parse_order_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        order_key = _parse_order_key(d.pop("order_key", UNSET))

        def _parse_run_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                run_at_type_0 = datetime.datetime.fromisoformat(data)

                return run_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        run_at = _parse_run_at(d.pop("run_at", UNSET))

        def _parse_delay(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        delay = _parse_delay(d.pop("delay", UNSET))

        def _parse_record(data: object) -> None | Record | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                record_type_0 = check_record(data)

                return record_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Record | Unset, data)

        record = _parse_record(d.pop("record", UNSET))

        def _parse_method(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        method = _parse_method(d.pop("method", UNSET))

        def _parse_headers(data: object) -> HttpRequestHeadersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = HttpRequestHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HttpRequestHeadersType0 | None | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        _query = d.pop("query", UNSET)
        query: HttpRequestQuery | Unset
        if isinstance(_query, Unset):
            query = UNSET
        else:
            query = HttpRequestQuery.from_dict(_query)

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

        def _parse_redirects(data: object) -> HttpRequestRedirectsType0 | int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redirects_type_0 = check_http_request_redirects_type_0(data)

                return redirects_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HttpRequestRedirectsType0 | int | None | Unset, data)

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

        http_request = cls(
            url=url,
            type_=type_,
            timeout=timeout,
            timeout_ms=timeout_ms,
            retry=retry,
            retries=retries,
            max_retries=max_retries,
            give_up_after=give_up_after,
            give_up_after_ms=give_up_after_ms,
            priority=priority,
            config_id=config_id,
            input_=input_,
            order=order,
            order_key=order_key,
            run_at=run_at,
            delay=delay,
            record=record,
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

        return http_request
