"""Hostile requests, and what must become of them."""
