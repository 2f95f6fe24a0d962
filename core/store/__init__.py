"""The one database: connections, tables, row scopes, row security, transactions, migrations."""
