"""An identity provider on this machine: it discovers itself, keeps codes, checks what it is sent, signs real tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "archive", "a shared secret"
SUBJECT = "person-77"


class IdentityProvider:
    """What a test may change of it: `claims` go over those of a good token, `key` signs, `issuer` is what it says."""

    def __init__(self, address: str) -> None:
        self.address = self.issuer = address
        self.key: Any = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.shown = self.key
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def agree(self, address: str, code: str = "a-code") -> dict[str, str]:
        """Somebody signs in at the address that the archive sent them to; gives what the browser brings back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def token(self, nonce: str) -> str:
        """A token that says who signed in."""
        now = int(time.time())
        good = {"iss": self.issuer, "sub": SUBJECT, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {name: value for name, value in {**good, **self.claims}.items() if value is not None}
        if self.algorithm in ("none", "HS256"):
            return self._forged(claims)
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def answer(self, path: str, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """What it answers; None where it refuses."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return {"issuer": self.issuer, "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys"}  # fmt: skip
        if path == "/keys":
            return {"keys": [self.shown.as_dict(private=False)]}
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        known = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        if path != "/token" or asked is None or authorization != f"Basic {known}":
            return None
        if asked["code_challenge"] != challenge.rstrip(b"=").decode() or asked["redirect_uri"] != form["redirect_uri"]:
            return None
        return {"id_token": self.token(asked["nonce"]), "access_token": "x", "token_type": "Bearer"}

    def _forged(self, claims: dict[str, Any]) -> str:
        """A token without a signature, or with one by its public key as a shared secret, by which a careless reader
        would take it for signed."""
        parts = [json.dumps(part).encode() for part in ({"alg": self.algorithm, "kid": "one"}, claims)]
        said = ".".join(_base64(part) for part in parts)
        if self.algorithm == "none":
            return f"{said}."
        return f"{said}.{_base64(hmac.digest(self.shown.as_pem(private=False), said.encode(), 'sha256'))}"


def _base64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@contextmanager
def provider_on_this_machine() -> Iterator[IdentityProvider]:
    """Run one, until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            found = provider.answer(self.path, form, self.headers.get("Authorization", ""))
            body = json.dumps(found or {"error": "invalid_grant"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = IdentityProvider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
