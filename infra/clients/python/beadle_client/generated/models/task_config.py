from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.effects import Effects, check_effects
from ..models.encoding import Encoding, check_encoding
from ..models.query_spaces import QuerySpaces, check_query_spaces
from ..models.task_config_redirects_type_0 import (
    TaskConfigRedirectsType0,
    check_task_config_redirects_type_0,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auth_api_key import AuthApiKey
    from ..models.auth_basic import AuthBasic
    from ..models.auth_bearer import AuthBearer
    from ..models.auth_jwt import AuthJwt
    from ..models.auth_none import AuthNone
    from ..models.auth_oauth_2 import AuthOauth2
    from ..models.auth_sigv_4 import AuthSigv4
    from ..models.callback_rules import CallbackRules
    from ..models.expect import Expect
    from ..models.job_call import JobCall
    from ..models.poll_rules import PollRules
    from ..models.query_type_0 import QueryType0
    from ..models.response_rules import ResponseRules
    from ..models.schedule_object import ScheduleObject
    from ..models.task_config_env_type_0 import TaskConfigEnvType0
    from ..models.task_config_headers_type_0 import TaskConfigHeadersType0
    from ..models.task_config_variables_type_0 import TaskConfigVariablesType0


T = TypeVar("T", bound="TaskConfig")


@_attrs_define
class TaskConfig:
    """What a task does: the members of its type.

    Example:
        {'method': 'POST', 'url': 'https://example.com/hook', 'body': {'text': 'done'}}

    Attributes:
        method (None | str | Unset): The HTTP method: GET unless given, POST for a webhook.
        url (None | str | Unset): Where to: an http or https URL without user information, absolute or relative to the
            `base_url` of a config. It may
            hold placeholders such as `${input.id}`. Example: https://api.example.com/users.
        headers (None | TaskConfigHeadersType0 | Unset): Headers to send. Answers mask values that carry credentials.
        query (None | QueryType0 | str | Unset):
        query_spaces (None | QuerySpaces | Unset):
        body (Any | Unset): What to send.
        encoding (Encoding | None | Unset):
        redirects (int | None | TaskConfigRedirectsType0 | Unset): What happens when the destination answers with a
            redirect: `follow` (three at most, unless it is a number),
            `error` or `manual`. A webhook follows none.
        auth (AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset):
        response (None | ResponseRules | Unset):
        effects (Effects | None | Unset):
        secret (None | str | Unset): The secret it is signed with (Standard Webhooks), as a reference. Example:
            ${secret:hook}.
        secrets (list[str] | None | Unset): In place of `secret` while it changes: the new one, then the old one.
        endpoint (None | str | Unset): Where to: an http or https URL without user information, absolute or relative to
            the `base_url` of a config.
        variables (None | TaskConfigVariablesType0 | Unset): The variables; strings may hold placeholders.
        operation_name (None | str | Unset): The operation to run, where the document has several.
        connection (None | str | Unset): Where to: `postgres://…` or `mysql://…`, unless the config says so. Example:
            postgres://ada:${secret:db#password}@db.example.com/app.
        params (list[Any] | None | Unset): The values of the statement's parameters, by position; strings may hold
            placeholders.
        max_rows (int | None | Unset): How many rows are read, 1000 unless given.
        server (None | str | Unset): The server: `smtps://user:password@host` for TLS from the beginning, `smtp://…` for
            STARTTLS; `?tls=none` for neither. Example: smtps://beadle:${secret:smtp}@mail.example.com.
        from_ (None | str | Unset): The address that the mail comes from. Example: ada@example.com.
        to (list[str] | None | Unset): The addresses that it goes to, at most 100.
        subject (None | str | Unset): The subject; it may hold placeholders.
        text (None | str | Unset): The text; it may hold placeholders.
        command (None | str | Unset): The name of a command on the operator's list of commands. Example: node.
        args (list[str] | None | Unset): Its arguments, at most 250. No shell reads them; strings may hold placeholders,
            but no secrets. Example: ['scripts/cleanup.js'].
        cwd (None | str | Unset): The folder in which it starts, absolute: one that the list of commands opens for the
            command. Unless given, an
            empty one. Example: /app.
        env (None | TaskConfigEnvType0 | Unset): Its environment beside `PATH`, `HOME`, `TMPDIR` and `BEADLE_INPUT`, at
            most 100 variables; values may hold
            placeholders.
        final_exit_codes (list[int] | None | Unset): The exit codes, 1 to 255, after which no other attempt is made.
        function (None | str | Unset): The function: `name`, `name@7` for one version, or `name@` with a digest, of
            which 12 digits suffice. A name that
            no function has is looked for among the exports of all functions. Example: processData.
        export (None | str | Unset): The export to call. Unless given, the one that is named like the function, or the
            default one, or the only one.
        min_ (int | None | str | Unset):
        min_ms (int | None | str | Unset):
        max_ (int | None | str | Unset):
        max_ms (int | None | str | Unset):
        failure_rate (float | None | Unset): The share of the executions that fail, 0 to 1.
        request (JobCall | None | Unset):
        deadline (int | None | str | Unset):
        deadline_ms (int | None | str | Unset):
        heartbeat_timeout (int | None | str | Unset):
        heartbeat_timeout_ms (int | None | str | Unset):
        until (Expect | None | Unset):
        fail_when (Expect | None | Unset):
        callback (CallbackRules | None | Unset):
        poll (None | PollRules | Unset):
        abandon (JobCall | None | Unset):
        hold_permit (bool | None | Unset): Whether it keeps the permit of its config's concurrency limit until the job
            has ended. Otherwise only its calls
            count.
        notes (None | str | Unset): What to know about it, at most 10,000 characters.
        checklist (list[Any] | None | Unset): Its steps, at most 100, each as a string or as `{"text": …, "done": …}`.
        message (None | str | Unset): What it says, at most 2,000 characters; the name of the task unless given.
        location (None | str | Unset): Where it takes place, at most 1,000 characters.
        attendees (list[str] | None | Unset): The mail addresses of those who take part, at most 100.
        all_day (bool | None | Unset): Whether it takes whole days, in UTC.
        duration (int | None | str | Unset):
        duration_ms (int | None | Unset): The same as `duration`.
        period (int | None | str | Unset):
        period_ms (int | None | str | Unset):
        schedule (None | ScheduleObject | str | Unset):
        grace (int | None | str | Unset):
        grace_ms (int | None | str | Unset):
    """

    method: None | str | Unset = UNSET
    url: None | str | Unset = UNSET
    headers: None | TaskConfigHeadersType0 | Unset = UNSET
    query: None | QueryType0 | str | Unset = UNSET
    query_spaces: None | QuerySpaces | Unset = UNSET
    body: Any | Unset = UNSET
    encoding: Encoding | None | Unset = UNSET
    redirects: int | None | TaskConfigRedirectsType0 | Unset = UNSET
    auth: AuthApiKey | AuthBasic | AuthBearer | AuthJwt | AuthNone | AuthOauth2 | AuthSigv4 | None | Unset = UNSET
    response: None | ResponseRules | Unset = UNSET
    effects: Effects | None | Unset = UNSET
    secret: None | str | Unset = UNSET
    secrets: list[str] | None | Unset = UNSET
    endpoint: None | str | Unset = UNSET
    variables: None | TaskConfigVariablesType0 | Unset = UNSET
    operation_name: None | str | Unset = UNSET
    connection: None | str | Unset = UNSET
    params: list[Any] | None | Unset = UNSET
    max_rows: int | None | Unset = UNSET
    server: None | str | Unset = UNSET
    from_: None | str | Unset = UNSET
    to: list[str] | None | Unset = UNSET
    subject: None | str | Unset = UNSET
    text: None | str | Unset = UNSET
    command: None | str | Unset = UNSET
    args: list[str] | None | Unset = UNSET
    cwd: None | str | Unset = UNSET
    env: None | TaskConfigEnvType0 | Unset = UNSET
    final_exit_codes: list[int] | None | Unset = UNSET
    function: None | str | Unset = UNSET
    export: None | str | Unset = UNSET
    min_: int | None | str | Unset = UNSET
    min_ms: int | None | str | Unset = UNSET
    max_: int | None | str | Unset = UNSET
    max_ms: int | None | str | Unset = UNSET
    failure_rate: float | None | Unset = UNSET
    request: JobCall | None | Unset = UNSET
    deadline: int | None | str | Unset = UNSET
    deadline_ms: int | None | str | Unset = UNSET
    heartbeat_timeout: int | None | str | Unset = UNSET
    heartbeat_timeout_ms: int | None | str | Unset = UNSET
    until: Expect | None | Unset = UNSET
    fail_when: Expect | None | Unset = UNSET
    callback: CallbackRules | None | Unset = UNSET
    poll: None | PollRules | Unset = UNSET
    abandon: JobCall | None | Unset = UNSET
    hold_permit: bool | None | Unset = UNSET
    notes: None | str | Unset = UNSET
    checklist: list[Any] | None | Unset = UNSET
    message: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    attendees: list[str] | None | Unset = UNSET
    all_day: bool | None | Unset = UNSET
    duration: int | None | str | Unset = UNSET
    duration_ms: int | None | Unset = UNSET
    period: int | None | str | Unset = UNSET
    period_ms: int | None | str | Unset = UNSET
    schedule: None | ScheduleObject | str | Unset = UNSET
    grace: int | None | str | Unset = UNSET
    grace_ms: int | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.auth_api_key import AuthApiKey  # noqa: PLC0415
        from ..models.auth_basic import AuthBasic  # noqa: PLC0415
        from ..models.auth_bearer import AuthBearer  # noqa: PLC0415
        from ..models.auth_jwt import AuthJwt  # noqa: PLC0415
        from ..models.auth_none import AuthNone  # noqa: PLC0415
        from ..models.auth_oauth_2 import AuthOauth2  # noqa: PLC0415
        from ..models.auth_sigv_4 import AuthSigv4  # noqa: PLC0415
        from ..models.callback_rules import CallbackRules  # noqa: PLC0415
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.job_call import JobCall  # noqa: PLC0415
        from ..models.poll_rules import PollRules  # noqa: PLC0415
        from ..models.query_type_0 import QueryType0  # noqa: PLC0415
        from ..models.response_rules import ResponseRules  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415
        from ..models.task_config_env_type_0 import TaskConfigEnvType0  # noqa: PLC0415
        from ..models.task_config_headers_type_0 import TaskConfigHeadersType0  # noqa: PLC0415
        from ..models.task_config_variables_type_0 import TaskConfigVariablesType0  # noqa: PLC0415

        method: None | str | Unset
        if isinstance(self.method, Unset):
            method = UNSET
        else:
            method = self.method

        url: None | str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, TaskConfigHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        query: dict[str, Any] | None | str | Unset
        if isinstance(self.query, Unset):
            query = UNSET
        elif isinstance(self.query, QueryType0):
            query = self.query.to_dict()
        else:
            query = self.query

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

        secret: None | str | Unset
        if isinstance(self.secret, Unset):
            secret = UNSET
        else:
            secret = self.secret

        secrets: list[str] | None | Unset
        if isinstance(self.secrets, Unset):
            secrets = UNSET
        elif isinstance(self.secrets, list):
            secrets = self.secrets

        else:
            secrets = self.secrets

        endpoint: None | str | Unset
        if isinstance(self.endpoint, Unset):
            endpoint = UNSET
        else:
            endpoint = self.endpoint

        variables: dict[str, Any] | None | Unset
        if isinstance(self.variables, Unset):
            variables = UNSET
        elif isinstance(self.variables, TaskConfigVariablesType0):
            variables = self.variables.to_dict()
        else:
            variables = self.variables

        operation_name: None | str | Unset
        if isinstance(self.operation_name, Unset):
            operation_name = UNSET
        else:
            operation_name = self.operation_name

        connection: None | str | Unset
        if isinstance(self.connection, Unset):
            connection = UNSET
        else:
            connection = self.connection

        params: list[Any] | None | Unset
        if isinstance(self.params, Unset):
            params = UNSET
        elif isinstance(self.params, list):
            params = self.params

        else:
            params = self.params

        max_rows: int | None | Unset
        if isinstance(self.max_rows, Unset):
            max_rows = UNSET
        else:
            max_rows = self.max_rows

        server: None | str | Unset
        if isinstance(self.server, Unset):
            server = UNSET
        else:
            server = self.server

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        else:
            from_ = self.from_

        to: list[str] | None | Unset
        if isinstance(self.to, Unset):
            to = UNSET
        elif isinstance(self.to, list):
            to = self.to

        else:
            to = self.to

        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        command: None | str | Unset
        if isinstance(self.command, Unset):
            command = UNSET
        else:
            command = self.command

        args: list[str] | None | Unset
        if isinstance(self.args, Unset):
            args = UNSET
        elif isinstance(self.args, list):
            args = self.args

        else:
            args = self.args

        cwd: None | str | Unset
        if isinstance(self.cwd, Unset):
            cwd = UNSET
        else:
            cwd = self.cwd

        env: dict[str, Any] | None | Unset
        if isinstance(self.env, Unset):
            env = UNSET
        elif isinstance(self.env, TaskConfigEnvType0):
            env = self.env.to_dict()
        else:
            env = self.env

        final_exit_codes: list[int] | None | Unset
        if isinstance(self.final_exit_codes, Unset):
            final_exit_codes = UNSET
        elif isinstance(self.final_exit_codes, list):
            final_exit_codes = self.final_exit_codes

        else:
            final_exit_codes = self.final_exit_codes

        function: None | str | Unset
        if isinstance(self.function, Unset):
            function = UNSET
        else:
            function = self.function

        export: None | str | Unset
        if isinstance(self.export, Unset):
            export = UNSET
        else:
            export = self.export

        min_: int | None | str | Unset
        if isinstance(self.min_, Unset):
            min_ = UNSET
        else:
            min_ = self.min_

        min_ms: int | None | str | Unset
        if isinstance(self.min_ms, Unset):
            min_ms = UNSET
        else:
            min_ms = self.min_ms

        max_: int | None | str | Unset
        if isinstance(self.max_, Unset):
            max_ = UNSET
        else:
            max_ = self.max_

        max_ms: int | None | str | Unset
        if isinstance(self.max_ms, Unset):
            max_ms = UNSET
        else:
            max_ms = self.max_ms

        failure_rate: float | None | Unset
        if isinstance(self.failure_rate, Unset):
            failure_rate = UNSET
        else:
            failure_rate = self.failure_rate

        request: dict[str, Any] | None | Unset
        if isinstance(self.request, Unset):
            request = UNSET
        elif isinstance(self.request, JobCall):
            request = self.request.to_dict()
        else:
            request = self.request

        deadline: int | None | str | Unset
        if isinstance(self.deadline, Unset):
            deadline = UNSET
        else:
            deadline = self.deadline

        deadline_ms: int | None | str | Unset
        if isinstance(self.deadline_ms, Unset):
            deadline_ms = UNSET
        else:
            deadline_ms = self.deadline_ms

        heartbeat_timeout: int | None | str | Unset
        if isinstance(self.heartbeat_timeout, Unset):
            heartbeat_timeout = UNSET
        else:
            heartbeat_timeout = self.heartbeat_timeout

        heartbeat_timeout_ms: int | None | str | Unset
        if isinstance(self.heartbeat_timeout_ms, Unset):
            heartbeat_timeout_ms = UNSET
        else:
            heartbeat_timeout_ms = self.heartbeat_timeout_ms

        until: dict[str, Any] | None | Unset
        if isinstance(self.until, Unset):
            until = UNSET
        elif isinstance(self.until, Expect):
            until = self.until.to_dict()
        else:
            until = self.until

        fail_when: dict[str, Any] | None | Unset
        if isinstance(self.fail_when, Unset):
            fail_when = UNSET
        elif isinstance(self.fail_when, Expect):
            fail_when = self.fail_when.to_dict()
        else:
            fail_when = self.fail_when

        callback: dict[str, Any] | None | Unset
        if isinstance(self.callback, Unset):
            callback = UNSET
        elif isinstance(self.callback, CallbackRules):
            callback = self.callback.to_dict()
        else:
            callback = self.callback

        poll: dict[str, Any] | None | Unset
        if isinstance(self.poll, Unset):
            poll = UNSET
        elif isinstance(self.poll, PollRules):
            poll = self.poll.to_dict()
        else:
            poll = self.poll

        abandon: dict[str, Any] | None | Unset
        if isinstance(self.abandon, Unset):
            abandon = UNSET
        elif isinstance(self.abandon, JobCall):
            abandon = self.abandon.to_dict()
        else:
            abandon = self.abandon

        hold_permit: bool | None | Unset
        if isinstance(self.hold_permit, Unset):
            hold_permit = UNSET
        else:
            hold_permit = self.hold_permit

        notes: None | str | Unset
        if isinstance(self.notes, Unset):
            notes = UNSET
        else:
            notes = self.notes

        checklist: list[Any] | None | Unset
        if isinstance(self.checklist, Unset):
            checklist = UNSET
        elif isinstance(self.checklist, list):
            checklist = self.checklist

        else:
            checklist = self.checklist

        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        attendees: list[str] | None | Unset
        if isinstance(self.attendees, Unset):
            attendees = UNSET
        elif isinstance(self.attendees, list):
            attendees = self.attendees

        else:
            attendees = self.attendees

        all_day: bool | None | Unset
        if isinstance(self.all_day, Unset):
            all_day = UNSET
        else:
            all_day = self.all_day

        duration: int | None | str | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        duration_ms: int | None | Unset
        if isinstance(self.duration_ms, Unset):
            duration_ms = UNSET
        else:
            duration_ms = self.duration_ms

        period: int | None | str | Unset
        if isinstance(self.period, Unset):
            period = UNSET
        else:
            period = self.period

        period_ms: int | None | str | Unset
        if isinstance(self.period_ms, Unset):
            period_ms = UNSET
        else:
            period_ms = self.period_ms

        schedule: dict[str, Any] | None | str | Unset
        if isinstance(self.schedule, Unset):
            schedule = UNSET
        elif isinstance(self.schedule, ScheduleObject):
            schedule = self.schedule.to_dict()
        else:
            schedule = self.schedule

        grace: int | None | str | Unset
        if isinstance(self.grace, Unset):
            grace = UNSET
        else:
            grace = self.grace

        grace_ms: int | None | str | Unset
        if isinstance(self.grace_ms, Unset):
            grace_ms = UNSET
        else:
            grace_ms = self.grace_ms

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if method is not UNSET:
            field_dict["method"] = method
        if url is not UNSET:
            field_dict["url"] = url
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
        if secret is not UNSET:
            field_dict["secret"] = secret
        if secrets is not UNSET:
            field_dict["secrets"] = secrets
        if endpoint is not UNSET:
            field_dict["endpoint"] = endpoint
        if variables is not UNSET:
            field_dict["variables"] = variables
        if operation_name is not UNSET:
            field_dict["operation_name"] = operation_name
        if connection is not UNSET:
            field_dict["connection"] = connection
        if params is not UNSET:
            field_dict["params"] = params
        if max_rows is not UNSET:
            field_dict["max_rows"] = max_rows
        if server is not UNSET:
            field_dict["server"] = server
        if from_ is not UNSET:
            field_dict["from"] = from_
        if to is not UNSET:
            field_dict["to"] = to
        if subject is not UNSET:
            field_dict["subject"] = subject
        if text is not UNSET:
            field_dict["text"] = text
        if command is not UNSET:
            field_dict["command"] = command
        if args is not UNSET:
            field_dict["args"] = args
        if cwd is not UNSET:
            field_dict["cwd"] = cwd
        if env is not UNSET:
            field_dict["env"] = env
        if final_exit_codes is not UNSET:
            field_dict["final_exit_codes"] = final_exit_codes
        if function is not UNSET:
            field_dict["function"] = function
        if export is not UNSET:
            field_dict["export"] = export
        if min_ is not UNSET:
            field_dict["min"] = min_
        if min_ms is not UNSET:
            field_dict["min_ms"] = min_ms
        if max_ is not UNSET:
            field_dict["max"] = max_
        if max_ms is not UNSET:
            field_dict["max_ms"] = max_ms
        if failure_rate is not UNSET:
            field_dict["failure_rate"] = failure_rate
        if request is not UNSET:
            field_dict["request"] = request
        if deadline is not UNSET:
            field_dict["deadline"] = deadline
        if deadline_ms is not UNSET:
            field_dict["deadline_ms"] = deadline_ms
        if heartbeat_timeout is not UNSET:
            field_dict["heartbeat_timeout"] = heartbeat_timeout
        if heartbeat_timeout_ms is not UNSET:
            field_dict["heartbeat_timeout_ms"] = heartbeat_timeout_ms
        if until is not UNSET:
            field_dict["until"] = until
        if fail_when is not UNSET:
            field_dict["fail_when"] = fail_when
        if callback is not UNSET:
            field_dict["callback"] = callback
        if poll is not UNSET:
            field_dict["poll"] = poll
        if abandon is not UNSET:
            field_dict["abandon"] = abandon
        if hold_permit is not UNSET:
            field_dict["hold_permit"] = hold_permit
        if notes is not UNSET:
            field_dict["notes"] = notes
        if checklist is not UNSET:
            field_dict["checklist"] = checklist
        if message is not UNSET:
            field_dict["message"] = message
        if location is not UNSET:
            field_dict["location"] = location
        if attendees is not UNSET:
            field_dict["attendees"] = attendees
        if all_day is not UNSET:
            field_dict["all_day"] = all_day
        if duration is not UNSET:
            field_dict["duration"] = duration
        if duration_ms is not UNSET:
            field_dict["duration_ms"] = duration_ms
        if period is not UNSET:
            field_dict["period"] = period
        if period_ms is not UNSET:
            field_dict["period_ms"] = period_ms
        if schedule is not UNSET:
            field_dict["schedule"] = schedule
        if grace is not UNSET:
            field_dict["grace"] = grace
        if grace_ms is not UNSET:
            field_dict["grace_ms"] = grace_ms

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
        from ..models.callback_rules import CallbackRules  # noqa: PLC0415
        from ..models.expect import Expect  # noqa: PLC0415
        from ..models.job_call import JobCall  # noqa: PLC0415
        from ..models.poll_rules import PollRules  # noqa: PLC0415
        from ..models.query_type_0 import QueryType0  # noqa: PLC0415
        from ..models.response_rules import ResponseRules  # noqa: PLC0415
        from ..models.schedule_object import ScheduleObject  # noqa: PLC0415
        from ..models.task_config_env_type_0 import TaskConfigEnvType0  # noqa: PLC0415
        from ..models.task_config_headers_type_0 import TaskConfigHeadersType0  # noqa: PLC0415
        from ..models.task_config_variables_type_0 import TaskConfigVariablesType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_method(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        method = _parse_method(d.pop("method", UNSET))

        def _parse_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        def _parse_headers(data: object) -> None | TaskConfigHeadersType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = TaskConfigHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskConfigHeadersType0 | Unset, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        def _parse_query(data: object) -> None | QueryType0 | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_query_type_0 = QueryType0.from_dict(data)

                return componentsschemas_query_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QueryType0 | str | Unset, data)

        query = _parse_query(d.pop("query", UNSET))

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

        def _parse_redirects(data: object) -> int | None | TaskConfigRedirectsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redirects_type_0 = check_task_config_redirects_type_0(data)

                return redirects_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(int | None | TaskConfigRedirectsType0 | Unset, data)

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

        def _parse_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        secret = _parse_secret(d.pop("secret", UNSET))

        def _parse_secrets(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                secrets_type_0 = cast(list[str], data)

                return secrets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        secrets = _parse_secrets(d.pop("secrets", UNSET))

        def _parse_endpoint(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        endpoint = _parse_endpoint(d.pop("endpoint", UNSET))

        def _parse_variables(data: object) -> None | TaskConfigVariablesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                variables_type_0 = TaskConfigVariablesType0.from_dict(data)

                return variables_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskConfigVariablesType0 | Unset, data)

        variables = _parse_variables(d.pop("variables", UNSET))

        def _parse_operation_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        operation_name = _parse_operation_name(d.pop("operation_name", UNSET))

        def _parse_connection(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        connection = _parse_connection(d.pop("connection", UNSET))

        def _parse_params(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                params_type_0 = cast(list[Any], data)

                return params_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        params = _parse_params(d.pop("params", UNSET))

        def _parse_max_rows(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_rows = _parse_max_rows(d.pop("max_rows", UNSET))

        def _parse_server(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        server = _parse_server(d.pop("server", UNSET))

        def _parse_from_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))

        def _parse_to(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                to_type_0 = cast(list[str], data)

                return to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        to = _parse_to(d.pop("to", UNSET))

        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_command(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        command = _parse_command(d.pop("command", UNSET))

        def _parse_args(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                args_type_0 = cast(list[str], data)

                return args_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        args = _parse_args(d.pop("args", UNSET))

        def _parse_cwd(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cwd = _parse_cwd(d.pop("cwd", UNSET))

        def _parse_env(data: object) -> None | TaskConfigEnvType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                env_type_0 = TaskConfigEnvType0.from_dict(data)

                return env_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskConfigEnvType0 | Unset, data)

        env = _parse_env(d.pop("env", UNSET))

        def _parse_final_exit_codes(data: object) -> list[int] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                final_exit_codes_type_0 = cast(list[int], data)

                return final_exit_codes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[int] | None | Unset, data)

        final_exit_codes = _parse_final_exit_codes(d.pop("final_exit_codes", UNSET))

        def _parse_function(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        function = _parse_function(d.pop("function", UNSET))

        def _parse_export(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        export = _parse_export(d.pop("export", UNSET))

        def _parse_min_(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        min_ = _parse_min_(d.pop("min", UNSET))

        def _parse_min_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        min_ms = _parse_min_ms(d.pop("min_ms", UNSET))

        def _parse_max_(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        max_ = _parse_max_(d.pop("max", UNSET))

        def _parse_max_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        max_ms = _parse_max_ms(d.pop("max_ms", UNSET))

        def _parse_failure_rate(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        failure_rate = _parse_failure_rate(d.pop("failure_rate", UNSET))

        def _parse_request(data: object) -> JobCall | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                request_type_0 = JobCall.from_dict(data)

                return request_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobCall | None | Unset, data)

        request = _parse_request(d.pop("request", UNSET))

        def _parse_deadline(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        deadline = _parse_deadline(d.pop("deadline", UNSET))

        def _parse_deadline_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        deadline_ms = _parse_deadline_ms(d.pop("deadline_ms", UNSET))

        def _parse_heartbeat_timeout(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        heartbeat_timeout = _parse_heartbeat_timeout(d.pop("heartbeat_timeout", UNSET))

        def _parse_heartbeat_timeout_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        heartbeat_timeout_ms = _parse_heartbeat_timeout_ms(d.pop("heartbeat_timeout_ms", UNSET))

        def _parse_until(data: object) -> Expect | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                until_type_0 = Expect.from_dict(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Expect | None | Unset, data)

        until = _parse_until(d.pop("until", UNSET))

        def _parse_fail_when(data: object) -> Expect | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fail_when_type_0 = Expect.from_dict(data)

                return fail_when_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Expect | None | Unset, data)

        fail_when = _parse_fail_when(d.pop("fail_when", UNSET))

        def _parse_callback(data: object) -> CallbackRules | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                callback_type_0 = CallbackRules.from_dict(data)

                return callback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallbackRules | None | Unset, data)

        callback = _parse_callback(d.pop("callback", UNSET))

        def _parse_poll(data: object) -> None | PollRules | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                poll_type_0 = PollRules.from_dict(data)

                return poll_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PollRules | Unset, data)

        poll = _parse_poll(d.pop("poll", UNSET))

        def _parse_abandon(data: object) -> JobCall | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                abandon_type_0 = JobCall.from_dict(data)

                return abandon_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JobCall | None | Unset, data)

        abandon = _parse_abandon(d.pop("abandon", UNSET))

        def _parse_hold_permit(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        hold_permit = _parse_hold_permit(d.pop("hold_permit", UNSET))

        def _parse_notes(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notes = _parse_notes(d.pop("notes", UNSET))

        def _parse_checklist(data: object) -> list[Any] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                checklist_type_0 = cast(list[Any], data)

                return checklist_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Any] | None | Unset, data)

        checklist = _parse_checklist(d.pop("checklist", UNSET))

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        def _parse_attendees(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                attendees_type_0 = cast(list[str], data)

                return attendees_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        attendees = _parse_attendees(d.pop("attendees", UNSET))

        def _parse_all_day(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        all_day = _parse_all_day(d.pop("all_day", UNSET))

        def _parse_duration(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        def _parse_duration_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_ms = _parse_duration_ms(d.pop("duration_ms", UNSET))

        def _parse_period(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        period = _parse_period(d.pop("period", UNSET))

        def _parse_period_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        period_ms = _parse_period_ms(d.pop("period_ms", UNSET))

        def _parse_schedule(data: object) -> None | ScheduleObject | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_schedule_type_1 = ScheduleObject.from_dict(data)

                return componentsschemas_schedule_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScheduleObject | str | Unset, data)

        schedule = _parse_schedule(d.pop("schedule", UNSET))

        def _parse_grace(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        grace = _parse_grace(d.pop("grace", UNSET))

        def _parse_grace_ms(data: object) -> int | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | str | Unset, data)

        grace_ms = _parse_grace_ms(d.pop("grace_ms", UNSET))

        task_config = cls(
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
            endpoint=endpoint,
            variables=variables,
            operation_name=operation_name,
            connection=connection,
            params=params,
            max_rows=max_rows,
            server=server,
            from_=from_,
            to=to,
            subject=subject,
            text=text,
            command=command,
            args=args,
            cwd=cwd,
            env=env,
            final_exit_codes=final_exit_codes,
            function=function,
            export=export,
            min_=min_,
            min_ms=min_ms,
            max_=max_,
            max_ms=max_ms,
            failure_rate=failure_rate,
            request=request,
            deadline=deadline,
            deadline_ms=deadline_ms,
            heartbeat_timeout=heartbeat_timeout,
            heartbeat_timeout_ms=heartbeat_timeout_ms,
            until=until,
            fail_when=fail_when,
            callback=callback,
            poll=poll,
            abandon=abandon,
            hold_permit=hold_permit,
            notes=notes,
            checklist=checklist,
            message=message,
            location=location,
            attendees=attendees,
            all_day=all_day,
            duration=duration,
            duration_ms=duration_ms,
            period=period,
            period_ms=period_ms,
            schedule=schedule,
            grace=grace,
            grace_ms=grace_ms,
        )

        return task_config
