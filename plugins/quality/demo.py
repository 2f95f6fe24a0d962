"""Rows for the demonstration."""

from core.declarations import DemoPart

PARTS: list[DemoPart] = []
