"""The policy: linter, judge, compiler, invariants, edits and explanations."""
