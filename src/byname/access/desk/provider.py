"""Signing in through an identity provider (OpenID Connect, code flow with PKCE), for accounts tied to an identity.

Takes the provider that whoever keeps the archive named; gives the address to send a browser to, and afterwards the
identity that the provider vouches for: a token whose signature, issuer, audience, expiry and nonce are right. An
identity signs in only where its account tied it before; nothing is taken from names or addresses of mail.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import sqlalchemy as sa
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from byname.access.desk.accounts import Account, account_named
from byname.archive.desk_store import IDENTITIES, PROVIDER, VISITS, DeskStore
from byname.errors import BadRecord

ALGORITHMS: Final = ("RS256", "PS256", "ES256")  # of signatures; none by a shared secret, and not none at all
LONGEST_VISIT: Final = 600  # seconds between the way there and the way back
_SLACK: Final = 60  # seconds by which two clocks may differ
_MOST_BYTES: Final = 500_000
_SECONDS: Final = 10.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider: its issuer, what the archive is called there, the secret it shares, what readers see."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to a provider that is over: whose identity, where the browser goes on to, which account is to be tied."""

    subject: str
    back: str
    name: str


def set_provider(store: DeskStore, provider: Provider | None) -> None:
    """Name the provider, or none; raises BadRecord where its address cannot be trusted."""
    if provider is not None:
        _check_address(provider.issuer, provider.issuer)
        if not provider.client or not provider.label.strip():
            raise BadRecord("a provider has a client and a label", where=provider.issuer, fix="give both")
    store.create()
    with store.writing() as connection:
        connection.execute(PROVIDER.delete())
        if provider is not None:
            row = {"issuer": provider.issuer, "client": provider.client, "secret": provider.secret}
            connection.execute(PROVIDER.insert().values(**row, label=provider.label.strip()[:80]))


def provider_of(store: DeskStore) -> Provider | None:
    """The provider that was named; None where there is none."""
    if not store.is_there:
        return None
    with store.reading() as connection:
        if not sa.inspect(connection).has_table(PROVIDER.name):  # a desk of an earlier version
            return None
        row = connection.execute(sa.select(PROVIDER)).first()
    return None if row is None else Provider(row.issuer, row.client, row.secret, row.label)


def begin_visit(store: DeskStore, provider: Provider, way_back: str, *, back: str, name: str = "") -> tuple[str, str]:
    """The address of the provider for a browser, and the word that the browser must bring back.

    `way_back` is the address that the provider sends it to; `back` where it goes on to; `name` an account to be tied.
    """
    word, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    where = _discovered(provider)["authorization_endpoint"]
    with store.writing() as connection:
        connection.execute(VISITS.delete().where(VISITS.c.at <= int(time.time()) - LONGEST_VISIT))
        row = {"state": _kept(word), "nonce": nonce, "verifier": verifier, "back": back[:2000], "name": name}
        connection.execute(VISITS.insert().values(**row, at=int(time.time())))
    asked = {
        "response_type": "code", "client_id": provider.client, "redirect_uri": way_back, "scope": "openid",
        "state": word, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    return f"{where}{'&' if urlsplit(where).query else '?'}{urlencode(asked)}", word


def end_visit(store: DeskStore, provider: Provider, way_back: str, *, word: str, code: str) -> Visit:
    """Whose identity a browser brings back; a word counts once.

    Raises BadRecord where the word is not known or too old, or the provider does not vouch for anybody.
    """
    with store.writing() as connection:
        row = connection.execute(sa.select(VISITS).where(VISITS.c.state == _kept(word))).first()
        connection.execute(VISITS.delete().where(VISITS.c.state == _kept(word)))
    if row is None or row.at <= int(time.time()) - LONGEST_VISIT:
        raise _refused("this visit is not known, or too old")
    found = _discovered(provider)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": way_back, "code_verifier": row.verifier}
    tokens = _asked(provider, found["token_endpoint"], form)
    claims = checked_claims(str(tokens.get("id_token", "")), _asked(provider, found["jwks_uri"]), provider, row.nonce)
    return Visit(str(claims["sub"])[:300], row.back, row.name)


def checked_claims(token: str, keys: Mapping[str, Any], provider: Provider, nonce: str) -> Mapping[str, Any]:
    """What a token says; raises BadRecord where its signature, issuer, audience, expiry or nonce is not right."""
    try:
        read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client},
                "exp": {"essential": True},
                "sub": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": provider.client},
        )
        claims.validate(leeway=_SLACK)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise _refused("the provider does not vouch for you") from error
    found: Mapping[str, Any] = dict(claims)
    return found


def tie(store: DeskStore, provider: Provider, subject: str, name: str) -> None:
    """Tie an identity to an account; raises BadRecord where it is another's."""
    account_named(store, name)
    with store.writing() as connection:
        mine = sa.and_(IDENTITIES.c.issuer == provider.issuer, IDENTITIES.c.subject == subject)
        known = connection.execute(sa.select(IDENTITIES.c.name).where(mine)).scalar()
        if known is not None and known != name:
            raise BadRecord("this identity is another account's", where=name, fix="sign in with that one")
        connection.execute(IDENTITIES.delete().where(mine))
        connection.execute(IDENTITIES.insert().values(issuer=provider.issuer, subject=subject, name=name))


def account_of(store: DeskStore, provider: Provider, subject: str) -> Account | None:
    """The account that an identity is tied to; None where it is tied to none that can sign in."""
    mine = sa.and_(IDENTITIES.c.issuer == provider.issuer, IDENTITIES.c.subject == subject)
    with store.reading() as connection:
        name = connection.execute(sa.select(IDENTITIES.c.name).where(mine)).scalar()
    try:
        return None if name is None else account_named(store, str(name))
    except BadRecord:
        return None


def _discovered(provider: Provider) -> dict[str, str]:
    """The addresses of a provider, which must say that it is the one that was named."""
    said = _asked(provider, provider.issuer.rstrip("/") + _DISCOVERY)
    if said.get("issuer") != provider.issuer:
        raise _refused("the provider is another than the one that was named")
    found = {name: str(said.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    for address in found.values():
        _check_address(address, provider.issuer)
    return found


def _check_address(address: str, issuer: str) -> None:
    """Raise BadRecord for an address without TLS, but on this machine where the provider itself is there."""
    parts, own = urlsplit(address), urlsplit(issuer)
    local = parts.hostname in _LOOPBACK and own.hostname in _LOOPBACK
    if not parts.hostname or parts.username or (parts.scheme != "https" and not (local and parts.scheme == "http")):
        raise BadRecord("a provider has addresses with https", where=address[:100], fix="name another")


class _NoWay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: a provider answers where it said that it would."""

    def redirect_request(self, *_: Any) -> None:
        """Refuse it."""


def _asked(provider: Provider, address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that an address of the provider answers, up to a size and a time."""
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    if form is not None:
        known = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}".encode()
        request.add_header("Authorization", f"Basic {base64.b64encode(known).decode()}")
        request.data = urlencode(form).encode()
    opener = urllib.request.build_opener(_NoWay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            found = json.loads(answer.read(_MOST_BYTES))
    except (OSError, ValueError) as error:  # also what urllib raises for a status
        raise _refused("the provider does not answer as it should") from error
    if not isinstance(found, dict):
        raise _refused("the provider does not answer as it should")
    return found


def _refused(what: str) -> BadRecord:
    return BadRecord(what, where="identity provider", fix="sign in with your password, or try again")


def _kept(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
