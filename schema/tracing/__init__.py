"""Tracing (追溯): from a number to the records that bear it, and back to where they are from."""
