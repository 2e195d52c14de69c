"""What a job reports about itself to the execution that waits for it."""

from __future__ import annotations

import re
from typing import Any

import httpx

from .generated.models import JobReport, Problem
from .problem import BeadleError

_TOKEN = re.compile(r"(exe_\w+)\.(\d+)\.[\w.-]+")


class ForeignCallback(ValueError):
    """A URL that is not one of callbacks of this server."""


def is_gone(error: BaseException) -> bool:
    """Whether nobody waits for the job any more: it ended, was cancelled, or its time is up."""
    return isinstance(error, BeadleError) and error.status in (404, 410)


class Callback:
    """The way back to a waiting execution."""

    def __init__(self, base: str, url: str, client: httpx.Client) -> None:
        # Whoever sends the URL could make this process call any address.
        token = _TOKEN.fullmatch(url.removeprefix(f"{base}/cb/")) if url.startswith(f"{base}/cb/") else None
        if token is None:
            raise ForeignCallback("the URL is not one of callbacks of this server")
        self._url = url
        self._client = client
        self.execution_id = token[1]
        """The execution that waits."""
        self.attempt = int(token[2])
        """Its attempt, which is the same when a job is started a second time by mistake."""

    def complete(self, value: Any = None) -> JobReport:
        """The job has succeeded; `value` is what the execution results in."""
        return self._report("", value)

    def fail(self, reason: Any) -> JobReport:
        """The job has failed."""
        return self._report("/fail", reason)

    def heartbeat(self, percent: float | None = None, message: str | None = None, checkpoint: Any = None) -> JobReport:
        """The job goes on. `cancel_requested` of the response asks it to stop."""
        progress = {"percent": percent, "message": message, "checkpoint": checkpoint}
        return self._report("/heartbeat", {name: value for name, value in progress.items() if value is not None})

    def _report(self, kind: str, body: Any) -> JobReport:
        # Each report may be repeated: the same end again is answered as the first time.
        response = self._client.post(self._url + kind, json=body)
        if response.status_code != 200:
            is_problem = response.headers.get("content-type", "").startswith("application/problem+json")
            raise BeadleError(response.status_code, Problem.from_dict(response.json()) if is_problem else None)
        return JobReport.from_dict(response.json())
