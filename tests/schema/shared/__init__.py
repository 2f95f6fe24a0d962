"""Tests of the shared schema."""
