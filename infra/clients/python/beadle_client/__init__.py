"""A client of Beadle."""

from .callback import Callback, ForeignCallback, is_gone
from .client import Beadle
from .problem import BeadleError, WaitTimeout, result
from .receiver import CALLBACK_HEADER, Job, Receiver
from .retry import RetryPolicy, RetryTransport
from .webhook import InvalidSignature, verify_webhook

__all__ = [
    "CALLBACK_HEADER",
    "Beadle",
    "BeadleError",
    "Callback",
    "ForeignCallback",
    "InvalidSignature",
    "Job",
    "Receiver",
    "RetryPolicy",
    "RetryTransport",
    "WaitTimeout",
    "is_gone",
    "result",
    "verify_webhook",
]
