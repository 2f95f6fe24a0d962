"""Jobs: work that a transaction leaves behind, done at least once, its effect at most once.

A job is enqueued in the writing transaction, so commit and job are one. Procrastinate's tables are
the queue (docs/adr/0011); every server process runs one worker, as the database role
`zhijian_worker`.
"""
