"""Backups: one folder with database, attached files and anchors, proven by restoring it.

A backup counts only once it was restored on a server of its own and was found equal, row for row.
What is not whole replaces nothing.
"""
