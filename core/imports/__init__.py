"""Imports: files become rows of the register, each checked like a form, each traced to its line.

A run reads a file in batches. A batch is one transaction: rows, their change set, what the ledger
says, which line of which file they are from, refusals, and how far the run has come. Whatever stops
a run, it goes on from its last batch; the same file again changes nothing.
"""
