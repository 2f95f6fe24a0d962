"""Data exchange: staging, matching, conflicts, confirmation."""
