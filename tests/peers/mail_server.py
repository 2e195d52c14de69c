"""A mail server (aiosmtpd) that takes mails after STARTTLS and a login, and writes each to a folder as `1.json`, `2.json` …

The arguments are the folder, the certificate and its key. The login is `beadle` with the password `p@ss`. An address that begins with `busy`
is put off once, one that begins with `nobody` is refused. Prints its URL when it is ready.
"""

import asyncio
import json
import pathlib
import ssl
import sys
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult

folder, certificate, key = map(pathlib.Path, sys.argv[1:4])


class Handler:
    def __init__(self):
        self.put_off = set()
        self.taken = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        if address.startswith("busy") and address not in self.put_off:
            self.put_off.add(address)
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.taken += 1
        written = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "encrypted": session.ssl is not None,
            "headers": {name.lower(): str(value) for name, value in mail.items()},
            "text": mail.get_content(),
        }
        (folder / "written").write_text(json.dumps(written))
        (folder / "written").rename(folder / f"{self.taken}.json")
        return f"250 2.0.0 Ok: queued as {self.taken}"


def login(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"beadle", b"p@ss"), handled=False)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
handler = Handler()


async def serve():
    def session():
        return SMTP(
            handler, hostname="localhost", tls_context=context, require_starttls=True, auth_required=True, authenticator=login,
        )

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
    print(f"smtp://beadle:p%40ss@127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


asyncio.run(serve())
