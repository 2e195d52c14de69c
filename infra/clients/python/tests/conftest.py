"""What the tests have of the running server, and servers of their own."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from beadle_client import Beadle


@pytest.fixture(scope="session")
def url():
    return os.environ["BEADLE_URL"]


@pytest.fixture(scope="session")
def hook_secret():
    return os.environ["BEADLE_HOOK_SECRET"]


@pytest.fixture(scope="session")
def beadle(url):
    with Beadle(url, token=os.environ["BEADLE_TOKEN"]) as client:
        yield client


@contextlib.contextmanager
def served(respond):
    """Runs a server on a free port; `respond` gets each request with its body, and gives the address of it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self):
            respond(self, self.rfile.read(int(self.headers.get("content-length") or 0)))

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def answer(handler, status, body=b"", **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def eventually(look):
    """What `look` finds, once it finds something."""
    until = time.monotonic() + 20
    while not (found := look()):
        assert time.monotonic() < until, "did not happen within 20 seconds"
        time.sleep(0.05)
    return found
