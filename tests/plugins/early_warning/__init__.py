"""Tests of what people see of warnings and do to them."""
