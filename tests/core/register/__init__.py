"""Tests of the register: numbers, search text, divisions."""
