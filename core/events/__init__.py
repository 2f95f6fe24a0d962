"""The change feed: what any worker committed, brought to those of this worker who follow it."""
