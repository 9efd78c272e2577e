"""A stand-in for the city's identity provider: a real HTTP server that speaks OpenID Connect and signs with RS256."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "so-doi-ngoai", "bi-mat-cua-khach"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_told: Any) -> None:
        """Tests print nothing."""


class CityIssuer:
    """Issues codes for whoever the test says is at the keyboard. `claims` overrides what the ID token says."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
        self.url = ""
        self.claims: dict[str, Any] = {}
        self.signing_key = self.key
        self.asked: dict[str, dict[str, str]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answer = {
            "/.well-known/openid-configuration": self.metadata,
            "/keys": lambda _environ: {"keys": [self.key.as_dict(private=False)]},
            "/token": self.token,
        }[environ["PATH_INFO"]](environ)
        status = "400 Bad Request" if "error" in answer else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def metadata(self, _environ: dict[str, Any]) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, location: str) -> dict[str, str]:
        """What the browser would bring back after the person has signed in at the city."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.url}/authorize"
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked[f"code-{len(self.asked)}"] = query
        return {"code": f"code-{len(self.asked) - 1}", "state": query["state"]}

    def token(self, environ: dict[str, Any]) -> dict[str, Any]:
        length = int(environ["CONTENT_LENGTH"])
        sent = {
            name: values[0] for name, values in parse_qs(environ["wsgi.input"].read(length).decode()).items()
        }
        asked = self.asked.pop(sent["code"], None)
        if asked is None or create_s256_code_challenge(sent["code_verifier"]) != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT_ID, "sub": "cccd-001", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "email": "hanh@danang.gov.vn", "email_verified": True, **self.claims,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signing_key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


@contextmanager
def running() -> Iterator[CityIssuer]:
    """The server on a free port of the loopback address."""
    issuer = CityIssuer()
    server = make_server("127.0.0.1", 0, issuer, handler_class=Quiet)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
