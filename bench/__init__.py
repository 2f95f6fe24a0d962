"""The benchmarks: what the project promises in seconds, megabytes and ratios, measured."""
