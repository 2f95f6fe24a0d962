"""The ledger: who did what, when, under which policy; sealed, and anchored outside the database."""
