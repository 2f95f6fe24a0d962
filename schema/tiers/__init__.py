"""One schema, seen differently: its shape as data, what one may know of it, the narrowed copy.

Read `shape`, `visibility`, `narrow`, `views` in this order.
"""
