"""Tests of channels: what goes out, to whom, once; what fails, and trying it again."""
