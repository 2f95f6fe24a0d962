"""Tests of the licensing subsystem."""
