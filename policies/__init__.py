"""Default rules, the Casbin model and the invariants: data that ships with the code."""
