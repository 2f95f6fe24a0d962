"""Two ways to the same data: one compiled SQL statement, or the ordinary executor's batch loaders.

Read `rows` and `conditions` (orders, cursors, filters: shared), then `loading`, then `compiler`.
"""
