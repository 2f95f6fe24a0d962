"""Dynamic early warning, the engine: rules as versioned data, what they watch, what they raise.

A rule watches a date (or a number) of one type of record. Every watched record has one open `Watch`
per rule; when its colour leaves green, a `Warning` is raised, which lives until it is cleared. The
colour that a record shows comes from the same bands.
"""
