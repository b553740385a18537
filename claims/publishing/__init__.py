"""Publishing: a build as a release that people can download, check and cite.

:func:`release` writes the release; :mod:`claims.publishing.public` says what of a build may leave the house.
"""

from __future__ import annotations

from claims.publishing.errors import ReleaseError
from claims.publishing.public import PUBLIC_TABLES, public
from claims.publishing.releasing import Release, release

__all__ = ["PUBLIC_TABLES", "Release", "ReleaseError", "public", "release"]
