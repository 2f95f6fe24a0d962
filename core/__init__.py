"""The small core: identity, policy, store, ledger, GraphQL gateway. It knows no subsystem."""
