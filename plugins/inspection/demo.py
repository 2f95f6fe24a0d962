"""Hazards of the demonstration."""

from core.declarations import DemoPart

PARTS: list[DemoPart] = []
