"""Channels: how messages leave the system, what became of each, and trying again.

The in-app inbox (`core/inbox`) is the first channel: its rows are there at once. What else a
person wants is planned in the same transaction as the message, one `Delivery` per channel; webhooks
get one per endpoint. Each is a job (docs/adr/0014): tried until it is sent, or a dead letter.
"""
