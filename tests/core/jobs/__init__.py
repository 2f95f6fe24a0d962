"""Tests of the jobs: atomic with their cause, run again, their effect once."""
