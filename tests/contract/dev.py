"""A `beadle dev` on a free port that asks for tokens, and a token of an admin."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import subprocess
import time

SECRET = "what the tokens of the contract tests are signed with"
READY = "beadle is ready on "


class NotStopped(Exception):
    """The server did not end as it should."""


@contextlib.contextmanager
def beadle_dev(beadle, scratch, *options, **environment):
    """Runs the server with its data in the folder `scratch`, and gives its address."""
    environment = {"PATH": os.environ["PATH"], "JWT_SECRET": SECRET, "LOG_LEVEL": "error", **environment}
    command = [beadle, "dev", "--port", "0", "--data-dir", scratch / "data", *options]
    with open(scratch / "log", "w") as log:
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield address(server, scratch)
    finally:
        server.terminate()
        stopped = server.wait(timeout=30)
    if stopped != 0:
        raise NotStopped(f"{(scratch / 'log').read_text()[-5000:]}\nbeadle dev ended with {stopped}")


def address(server, scratch):
    for line in server.stdout:
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    raise NotStopped(f"beadle dev did not start: {(scratch / 'log').read_text()}")


def token():
    """A JWT (RFC 7519) of an admin."""
    claims = {"sub": "contract", "roles": ["admin"], "subscription_level": "enterprise", "exp": int(time.time()) + 3600}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return f"{signed}.{encoded(hmac.digest(SECRET.encode(), signed.encode(), hashlib.sha256))}"


def encoded(part):
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()
