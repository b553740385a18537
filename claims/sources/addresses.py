"""Addresses as identities: the same post has one, however it was written."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from claims.registry import Registry
from claims.sources.registered import channel_named

_TELEGRAM = ("t.me", "telegram.me", "telegram.dog", "www.t.me")
_POST = re.compile(r"/(?:s/)?([A-Za-z]\w{2,63})(?:/(\d{1,12}))?/?")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid")


def post_address(channel: str, post: int | str | None, registry: Registry) -> str:
    """The address of a post of a Telegram channel (of the channel itself without ``post``).

    Names of channels know no upper and lower case; the registry's spelling is used, else lower case.
    """
    name = channel_named(channel, registry) or channel.lower()
    return f"https://t.me/{name}" if post is None else f"https://t.me/{name}/{post}"


def canonical(address: str, registry: Registry) -> str:
    """One spelling of an address: a Telegram post's by channel and number, others without marks of tracking.

    ``http://t.me/s/KPSZSU/35323?single`` is ``https://t.me/kpszsu/35323``. What is no address stays as it is.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return address
    if parts.scheme not in ("http", "https") or not host:
        return address
    post = _POST.fullmatch(parts.path) if host in _TELEGRAM else None
    if post:
        return post_address(post[1], post[2], registry)
    if "?" not in address or not _TRACKING.search(parts.query):
        return address
    kept = [(key, value) for key, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(key)]
    return urlunsplit(parts._replace(query=urlencode(kept)))
