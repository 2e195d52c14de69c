"""Webhooks that the server signs, and jobs that answer it later."""

import contextlib
import time

import pytest
from conftest import answer, eventually, served

from beadle_client import (
    CALLBACK_HEADER,
    BeadleError,
    ForeignCallback,
    InvalidSignature,
    Receiver,
    is_gone,
    result,
    verify_webhook,
)
from beadle_client.generated.api.executions import cancel_execution, execute, get_execution
from beadle_client.generated.models import JobCall, WaitRequest, WebhookRequest
from beadle_client.generated.models.job_call_headers_type_0 import JobCallHeadersType0

# Of an execution that does not exist.
UNKNOWN = "/cb/exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.1.1800000000.k1.AAAA"

OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def test_a_signed_webhook_is_verified_and_nothing_else_is(beadle, hook_secret):
    received = []

    def respond(handler, body):
        received.append((dict(handler.headers), body))
        answer(handler, 204)

    with served(respond) as address:
        body = WebhookRequest(type_="webhook", url=address, body={"order": 7}, secret="${secret:hook}")
        assert result(execute.sync_detailed(client=beadle.api, body=body, prefer="wait=20")).status == "completed"
    [(headers, sent)] = received
    lower = {name.lower(): value for name, value in headers.items()}
    assert verify_webhook(hook_secret, headers, sent) == lower["webhook-id"]
    assert verify_webhook([OTHER, hook_secret], headers, sent), "while secrets are rotated"
    for secret, changed, content, now in [
        (hook_secret, {}, sent + b" ", None),
        (OTHER, {}, sent, None),
        (hook_secret, {}, sent, time.time() + 301),
        (hook_secret, {"webhook-signature": "v1a,x"}, sent, None),
        (hook_secret, {"webhook-timestamp": "now"}, sent, None),
    ]:
        with pytest.raises(InvalidSignature):
            verify_webhook(secret, lower | changed, content, now)
    with pytest.raises(InvalidSignature):
        verify_webhook(hook_secret, {}, sent)


def test_the_example_of_standard_webhooks_is_verified():
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    verify_webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", headers, b'{"test": 2432232314}', 1614265330)


def start_job(beadle, address, body, token="s3cret"):
    """Starts a job and returns the id of the execution that waits for it."""
    headers = JobCallHeadersType0.from_dict({CALLBACK_HEADER: "${callback.url}", "authorization": f"Bearer {token}"})
    request = JobCall(url=address, method="POST", headers=headers, body=body)
    wait = WaitRequest(type_="wait", request=request, deadline="1m", retries=0)
    return result(execute.sync_detailed(client=beadle.api, body=wait)).id


@contextlib.contextmanager
def receiving(beadle, work, heartbeat=15.0):
    receiver = Receiver(beadle, work, token="s3cret", heartbeat=heartbeat)

    def respond(handler, body):
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in handler.headers.items()}
        environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": Body(body)}
        receiver(environ, lambda status, _: answer(handler, int(status.split()[0])))

    with served(respond) as address:
        yield address, receiver
        receiver.close()


class Body:
    """The input of a WSGI application."""

    def __init__(self, content):
        self.content = content

    def read(self, size):
        return self.content[:size]


def test_what_a_job_returns_is_the_result_of_the_execution(beadle):
    def work(job):
        job.heartbeat(percent=50, message="half")
        return {"pages": job.input["pages"] * 2, "execution": job.execution_id}

    with receiving(beadle, work) as (address, _):
        started = start_job(beadle, address, {"pages": 6})
        ended = beadle.wait(started, timeout=20)
    assert (ended.status, ended.result) == ("completed", {"pages": 12, "execution": started})
    assert ended.job.heartbeat.message == "half"


def test_what_a_job_raises_is_why_the_execution_failed(beadle):
    def work(job):
        raise RuntimeError("no paper")

    with receiving(beadle, work) as (address, _):
        ended = beadle.wait(start_job(beadle, address, {}), timeout=20)
    assert ended.status == "failed"
    assert "no paper" in str(ended.to_dict())


def test_a_job_that_nobody_waits_for_any_more_is_told_to_stop(beadle):
    stopped = []
    with receiving(beadle, lambda job: stopped.append(job.stopped.wait(20)), heartbeat=0.1) as (address, _):
        started = start_job(beadle, address, {})
        eventually(lambda: result(get_execution.sync_detailed(started, client=beadle.api)).status == "waiting")
        result(cancel_execution.sync_detailed(started, client=beadle.api))
    assert stopped == [True]


def test_a_start_without_the_token_or_with_a_callback_of_somebody_else_is_refused(beadle, url):
    with receiving(beadle, lambda job: None) as (address, receiver):
        assert beadle.wait(start_job(beadle, address, {}, token="wrong"), timeout=20).status == "failed"
        allowed = {"authorization": "Bearer s3cret"}
        foreign = allowed | {CALLBACK_HEADER: "http://elsewhere.example/cb/exe_1.1.1.k.m"}
        assert receiver.start(foreign, b"") == receiver.start(allowed, b"") == 400
    with pytest.raises(ForeignCallback):
        beadle.callback(f"{url}.example/cb/exe_1.1.1.k.m")


def test_a_start_that_comes_twice_begins_one_job(beadle, url):
    begun = []
    receiver = Receiver(beadle, lambda job: begun.append(eventually(lambda: len(statuses) == 2)))
    headers, statuses = {CALLBACK_HEADER: url + UNKNOWN}, []
    for _ in range(2):
        statuses.append(receiver.start(headers, b"{}"))
    receiver.close()
    assert (statuses, begun) == ([202, 202], [True])


def test_a_callback_that_the_server_does_not_know_is_gone(beadle, url):
    with pytest.raises(BeadleError) as failed:
        beadle.callback(url + UNKNOWN).complete()
    assert is_gone(failed.value)
