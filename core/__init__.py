"""The small core: identity, policy, store, ledger and the GraphQL gateway. It knows no subsystem."""
