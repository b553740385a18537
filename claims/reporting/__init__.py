"""The report: a build as a static site for people, in ``site/`` of the build."""

from __future__ import annotations

from claims.reporting.site import Site, report

__all__ = ["Site", "report"]
