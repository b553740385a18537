"""The version of the package; one part of what identifies a build."""

__version__ = "0.1.0"
