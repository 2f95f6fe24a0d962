"""The station edition."""
