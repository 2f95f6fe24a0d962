"""The embedded PostgreSQL server: its binaries, its cluster, its start and stop.

Nothing here knows a table; `core.store` opens connections to whatever server there is.
"""
