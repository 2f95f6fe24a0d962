"""Demonstration data: an invented bureau that is the same for the same seed and day."""
