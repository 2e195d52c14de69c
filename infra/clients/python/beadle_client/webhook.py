"""Verifies webhooks that are signed as Standard Webhooks 1.0.0 says: https://www.standardwebhooks.com"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence

# How many seconds the time of a signature may be off.
TOLERANCE = 300


class InvalidSignature(Exception):
    """A signature that is missing, too old or made with another secret."""


def verify_webhook(
    secrets: str | Sequence[str], headers: Mapping[str, str], body: bytes, now: float | None = None
) -> str:
    """Verifies a webhook and returns its id, by which a receiver recognizes a repeat.

    `secrets` are of the form `whsec_…`, several while they are rotated; `body` is the body as it came, byte by byte.
    Raises InvalidSignature.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        message, at = lower["webhook-id"], lower["webhook-timestamp"]
        signatures = lower["webhook-signature"].split(" ")
    except KeyError as missing:
        raise InvalidSignature(f"the header {missing} is missing") from None
    if not at.isdecimal() or abs((time.time() if now is None else now) - int(at)) > TOLERANCE:
        raise InvalidSignature("the time of the signature is too far off")
    for secret in [secrets] if isinstance(secrets, str) else secrets:
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            raise ValueError("a secret is `whsec_` and base64") from None
        digest = hmac.digest(key, f"{message}.{at}.".encode() + body, hashlib.sha256)
        expected = b"v1," + base64.b64encode(digest)
        if any(hmac.compare_digest(given.encode(), expected) for given in signatures):
            return message
    raise InvalidSignature("the signature was made with another secret")
