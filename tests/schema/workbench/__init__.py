"""The policy workbench over GraphQL."""
