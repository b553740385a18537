"""Explanations for people: the text with its words marked, what was read from them, and why.

:mod:`~claims.explaining.account` puts a reading into words; :mod:`~claims.explaining.terminal` and
:mod:`~claims.explaining.page` show it. Nothing here decides anything: what it says is what the parser found.
"""
