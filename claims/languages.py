"""The languages that texts are read in."""

LANGUAGES = ("uk", "ru", "en")
