"""The other side of a task of type `wait`: takes the request that starts a job, does it, and reports its end."""

from __future__ import annotations

import hmac
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx

from .callback import Callback, ForeignCallback, is_gone
from .client import Beadle
from .generated.models import JobReport
from .problem import BeadleError

# The header of the starting request that holds `${callback.url}`.
CALLBACK_HEADER = "Beadle-Callback"

MAX_BODY = 1_000_000

log = logging.getLogger("beadle_client")


@dataclass
class Job:
    """A job that was started."""

    id: str
    """What identifies it: the same when it is started again by mistake."""
    execution_id: str
    input: Any
    """The body of the request that started it."""
    callback: Callback
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set when nobody waits for the job any more."""
    _progress: tuple[float | None, str | None, Any] = (None, None, None)

    def heartbeat(self, percent: float | None = None, message: str | None = None, checkpoint: Any = None) -> None:
        """Reports progress."""
        self._progress = (percent, message, checkpoint)
        self._sign_of_life()

    def _sign_of_life(self) -> None:
        # Of two reports within ten seconds the first one is stored, so that progress is told again each time.
        progress = self._progress
        self._report(lambda: self.callback.heartbeat(*progress))

    def _report(self, send: Callable[[], JobReport]) -> None:
        try:
            if send().cancel_requested:
                self.stopped.set()
        except (BeadleError, httpx.HTTPError) as error:
            if is_gone(error):
                self.stopped.set()
            else:
                log.warning("job %s could not report: %s", self.id, error)


class Receiver:
    """Takes jobs, as a WSGI application or through `start`.

    `work` does a job in a thread: what it returns is the result, what it raises is why the job failed. `token` is what
    starts have to carry as `Authorization: Bearer`; a sign of life is sent every `heartbeat` seconds.
    """

    def __init__(
        self,
        beadle: Beadle,
        work: Callable[[Job], Any],
        *,
        token: str | None = None,
        heartbeat: float = 15.0,
        threads: int = 8,
    ) -> None:
        self._beadle, self._work, self._token, self._heartbeat = beadle, work, token, heartbeat
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="beadle-job")
        self._lock = threading.Lock()
        self._running: set[str] = set()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application (PEP 3333)."""
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MAX_BODY:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        else:
            status = self.start(headers, environ["wsgi.input"].read(int(length)))
        start_response(f"{status.value} {status.phrase}", [("Content-Length", "0")])
        return []

    def start(self, headers: Mapping[str, str], body: bytes) -> HTTPStatus:
        """Takes the request that starts a job. Returns what to respond with: 202 once the job has begun."""
        lower = {name.lower(): value for name, value in headers.items()}
        expected = f"Bearer {self._token}".encode()
        if self._token is not None and not hmac.compare_digest(lower.get("authorization", "").encode(), expected):
            return HTTPStatus.UNAUTHORIZED
        try:
            callback = self._beadle.callback(lower.get(CALLBACK_HEADER.lower(), ""))
            given = json.loads(body) if body else None
        except (ForeignCallback, ValueError):
            return HTTPStatus.BAD_REQUEST
        job = Job(f"{callback.execution_id}.{callback.attempt}", callback.execution_id, given, callback)
        with self._lock:
            if job.id not in self._running:
                self._running.add(job.id)
                self._pool.submit(self._run, job)
        return HTTPStatus.ACCEPTED

    def close(self) -> None:
        """Waits until all jobs that have begun have ended, and takes no further ones."""
        self._pool.shutdown(wait=True)

    def _run(self, job: Job) -> None:
        ended = threading.Event()
        alive = threading.Thread(target=self._keep_alive, args=(job, ended), daemon=True)
        alive.start()
        try:
            value = self._work(job)
        except Exception as error:  # whatever it is, it is why the job failed
            reason = {"error": f"{type(error).__name__}: {error}"}
            job._report(lambda: job.callback.fail(reason))
        else:
            job._report(lambda: job.callback.complete(value))
        finally:
            ended.set()
            with self._lock:
                self._running.discard(job.id)

    def _keep_alive(self, job: Job, ended: threading.Event) -> None:
        while not ended.wait(self._heartbeat):
            job._sign_of_life()
