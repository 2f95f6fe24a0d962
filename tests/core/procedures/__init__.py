"""Procedures: matters under every act of every actor, against a plain oracle."""
