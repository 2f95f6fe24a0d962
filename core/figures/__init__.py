"""Counts by colour as pictures: tables, tiles of a map, bars by day; drawn by the server."""
