"""Our reads beside other servers that make an API of a database: `python -m bench peers`."""
