"""The enterprise edition."""
