"""The fourteen subsystems: one folder each, loaded by the kernel, free of each other."""
