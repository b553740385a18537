"""Reading statements: text in, claims with the words they came from out."""

from claims import native

COMPILED = native.activate(__path__)
"""Whether the reader runs as machine code (:mod:`claims.native`) or as plain Python; it reads the same."""

from claims.parsing.explain import Explanation, explain  # noqa: E402 - the package must know first where its modules are
from claims.parsing.reading import analyse, parse, read  # noqa: E402

PARSER_VERSION = "2"
"""Changes when the same text may give other claims: a build then reads every statement again."""

__all__ = ["COMPILED", "PARSER_VERSION", "Explanation", "analyse", "explain", "parse", "read"]
