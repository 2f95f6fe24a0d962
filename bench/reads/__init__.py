"""Reads side by side: our server, the ordinary executor, and hand-written SQL, on one workload."""
