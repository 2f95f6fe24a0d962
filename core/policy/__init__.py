"""One policy decides everything: operations, the schema that a role sees, the rows that it gets."""
