"""The town edition."""
