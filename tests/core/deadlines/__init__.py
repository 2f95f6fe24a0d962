"""Tests of the calendar and of legal time limits."""
