"""Documents of clients, run as their roles; clients made from the schema of a role."""
