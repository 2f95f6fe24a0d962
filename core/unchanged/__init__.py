"""Answers that nobody need work out again: what has been written since, and what was answered.

Read docs/adr/0020, then `triggers`, `tables`, `answers`.
"""
