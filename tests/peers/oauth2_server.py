"""An authorization server (Authlib) whose tokens expire after a few seconds, and a resource that requires them.

`/token` issues tokens, `/resource` requires one, `/issued` counts them, `/revoke` invalidates all of them. Prints its
address when it is ready.
"""

import sys
import time
from wsgiref.simple_server import WSGIRequestHandler, make_server

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from flask import Flask, jsonify

LIFETIME = int(sys.argv[1]) if len(sys.argv) > 1 else 3
tokens = {}


class Client(ClientMixin):
    client_id, client_secret = "beadle", "s3cret/with+signs"

    def get_client_id(self):
        return self.client_id

    def check_client_secret(self, secret):
        return secret == self.client_secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_basic", "client_secret_post")

    def check_grant_type(self, grant_type):
        return grant_type == "client_credentials"

    def get_allowed_scope(self, scope):
        return " ".join(name for name in (scope or "").split() if name in ("read", "write"))


class Token(dict):
    def is_expired(self):
        return time.time() >= self["at"] + self["expires_in"]

    def is_revoked(self):
        return self.get("revoked", False)

    def get_scope(self):
        return self.get("scope", "")


class ClientCredentials(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]


class Validator(BearerTokenValidator):
    def authenticate_token(self, text):
        return tokens.get(text)


app = Flask(__name__)
app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"client_credentials": LIFETIME}
server = AuthorizationServer(
    app,
    query_client=lambda client_id: Client() if client_id == Client.client_id else None,
    save_token=lambda token, _request: tokens.update({token["access_token"]: Token(token, at=time.time())}),
)
server.register_grant(ClientCredentials)
protect = ResourceProtector()
protect.register_token_validator(Validator())


@app.post("/token")
def token():
    return server.create_token_response()


@app.get("/resource")
@protect("read")
def resource():
    return jsonify(welcome=True)


@app.get("/issued")
def issued():
    return jsonify(count=len(tokens))


@app.post("/revoke")
def revoke():
    for known in tokens.values():
        known["revoked"] = True
    return jsonify(revoked=len(tokens))


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


http = make_server("127.0.0.1", 0, app, handler_class=Silent)
print(f"http://127.0.0.1:{http.server_port}", flush=True)
http.serve_forever()
