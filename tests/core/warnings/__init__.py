"""Tests of dynamic early warning: rules, bands, planting."""
