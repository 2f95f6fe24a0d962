"""Makers of food of the demonstration."""

from core.declarations import DemoPart

PARTS: list[DemoPart] = []
