"""Official air-defence claims of both sides of a war, as validated tables.

The public functions are the words of the field: :func:`parse`, :func:`read` and :func:`explain` turn one text into
claims; :func:`build` turns statements into tables; :func:`reconcile` makes of claims one account without double
counting; :func:`load` reads a table of a build. They are imported on first use, so that ``import claims`` stays cheap.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from claims.model import Claim, Problem, Reading, Statement
from claims.version import __version__

if TYPE_CHECKING:
    from claims.building import build
    from claims.loading import load
    from claims.parsing import parse, read
    from claims.parsing.explain import explain
    from claims.reconciling import Reconciliation, reconcile
    from claims.registry import load_registry

__all__ = [
    "Claim",
    "Problem",
    "Reading",
    "Reconciliation",
    "Statement",
    "__version__",
    "build",
    "explain",
    "load",
    "load_registry",
    "parse",
    "read",
    "reconcile",
]

# Where each function lives. The modules have other names than the functions (building, loading, parsing): a submodule
# `claims.build` would replace the function `claims.build` as soon as anything imported it.
_HOMES = {
    "build": "claims.building",
    "explain": "claims.parsing",
    "load": "claims.loading",
    "load_registry": "claims.registry",
    "parse": "claims.parsing",
    "read": "claims.parsing",
    "reconcile": "claims.reconciling",
    "Reconciliation": "claims.reconciling",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'claims' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
