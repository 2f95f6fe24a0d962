"""Backups, drills and restorations against the real PostgreSQL."""
