"""Samples of products, and what tests found in them: columns and rules that subsystems share.

A subsystem derives its own sample and test item from `models`, and asks `rules`. There is no table
here: whose samples they are, and what becomes of them, is each subsystem's own.
"""
