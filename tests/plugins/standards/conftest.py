"""A bureau with the law of standards."""

from tests.plugins.standards.acts import standards

__all__ = ["standards"]
