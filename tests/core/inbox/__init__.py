"""Tests of the inbox: whom a notice reaches, once, and its receipt."""
