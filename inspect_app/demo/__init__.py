"""The demonstration: an invented city with three rounds, told through the services as real ones would be."""

from inspect_app.demo.build import build, is_empty

__all__ = ["build", "is_empty"]
