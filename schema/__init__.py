"""The shared GraphQL schema: data fields, assembly, paging, filters, and the read compiler."""
