"""Reading statements: text in, claims with the words they came from out."""

from claims.parsing.explain import Explanation, explain
from claims.parsing.reading import analyse, parse, read

PARSER_VERSION = "2"
"""Changes when the same text may give other claims: a build then reads every statement again."""

__all__ = ["PARSER_VERSION", "Explanation", "analyse", "explain", "parse", "read"]
