"""Procedures: matters that travel from step to step between the tiers, clocked and told."""
