"""Subscriptions over the wire: graphql-transport-ws and server-sent events.

Read `messages`, `places`, `service`, then `socket` and `stream`.
"""
