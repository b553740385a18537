"""Coded series: third parties' tables of official claims, as claims with ``method = "coded"``.

:func:`load_series` reads the converted tables of ``datasets/coded/`` (``<series>.csv`` with ``<series>.toml`` beside
it); :mod:`claims.coded.convert` makes them from the originals. A coded claim has no text of its own: spans, rule and
statement are null, its ``source`` is the series, and ``url`` is the address of the original post where that is known.
"""

from __future__ import annotations

from claims.coded.loading import CodedSeries, load_series

__all__ = ["CodedSeries", "load_series"]
