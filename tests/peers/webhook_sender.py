"""Signs webhooks with the libraries of their providers, and says what those libraries make of them.

Each line of the input is a case: `{"scheme", "secret", "body", "at", "id", "tamper"}`. The case is signed by its library at the time
`at` (seconds of the epoch) and then tampered with as `tamper` says. Each line of the output is `{"headers", "body", "valid"}`:
what to send, and whether the library itself accepts it now. Prints `ready` first.
"""

import base64
import datetime
import json
import sys

import stripe
from githubkit import webhooks as github
from slack_sdk.signature import SignatureVerifier
from standardwebhooks import Webhook, WebhookVerificationError

OTHER_STANDARD = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def standard_webhooks(secret, body, at, id):
    time = datetime.datetime.fromtimestamp(at, tz=datetime.timezone.utc)
    signature = Webhook(secret).sign(id, time, body)
    return {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": signature}


def accepted_by_standard_webhooks(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except (WebhookVerificationError, ValueError):  # base64 that is cut is a ValueError
        return False


def of_github(secret, body, _, id):
    return {"x-hub-signature-256": github.sign(secret, body, "sha256"), "x-github-delivery": id}


def accepted_by_github(secret, body, headers):
    signature = headers.get("x-hub-signature-256", "")
    return signature.startswith("sha256=") and github.verify(secret, body, signature)


def of_stripe(secret, body, at, _):
    return {"stripe-signature": stripe.WebhookSignature.generate_signature_header(body, secret, at)}


def accepted_by_stripe(secret, body, headers):
    try:
        return stripe.WebhookSignature.verify_header(body, headers.get("stripe-signature"), secret, tolerance=300)
    except stripe.SignatureVerificationError:
        return False


def of_slack(secret, body, at, _):
    signature = SignatureVerifier(secret).generate_signature(timestamp=str(at), body=body)
    return {"x-slack-request-timestamp": str(at), "x-slack-signature": signature}


def accepted_by_slack(secret, body, headers):
    return SignatureVerifier(secret).is_valid_request(body, headers)


SCHEMES = {
    "standard-webhooks": (standard_webhooks, accepted_by_standard_webhooks, "webhook-signature", "webhook-timestamp"),
    "github": (of_github, accepted_by_github, "x-hub-signature-256", None),
    "stripe": (of_stripe, accepted_by_stripe, "stripe-signature", "stripe-signature"),
    "slack": (of_slack, accepted_by_slack, "x-slack-signature", "x-slack-request-timestamp"),
}


def tampered(how, headers, body, signature, time, at):
    headers = dict(headers)
    if how == "body":
        body = body.replace("1", "2", 1)
    elif how == "longer body":
        body += " "
    elif how == "signature":
        text = headers[signature]
        place = -2
        headers[signature] = text[:place] + ("A" if text[place] not in "Aa" else "b") + text[place + 1 :]
    elif how == "cut signature":
        headers[signature] = headers[signature][:-1]
    elif how == "no signature":
        del headers[signature]
    elif how == "time" and time is not None:
        headers[time] = headers[time].replace(str(at), str(at + 1))
    return headers, body


def answer(case):
    sign, accepts, signature, time = SCHEMES[case["scheme"]]
    secret, how = case["secret"], case["tamper"]
    signing = secret
    if how == "secret":
        signing = OTHER_STANDARD if case["scheme"] == "standard-webhooks" else secret + "x"
    headers, body = tampered(how, sign(signing, case["body"], case["at"], case["id"]), case["body"], signature, time, case["at"])
    return {"headers": headers, "body": body, "valid": bool(accepts(secret, body, headers))}


print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
