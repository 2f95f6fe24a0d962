"""The policy workbench."""
