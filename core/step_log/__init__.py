"""The step log: each day's steps as lines on one chain, its anchors published, for all to check."""
