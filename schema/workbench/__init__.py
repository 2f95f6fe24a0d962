"""The policy workbench in the schema: drafts, their signatures, and what keeps the policy."""
