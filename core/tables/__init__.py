"""Tables as files: reading and writing CSV and XLSX, row by row.

Reading states the encoding that it found, streams, and never gives a file up for one bad row.
Writing never lets a spreadsheet take a text for a formula. It knows nothing of the database.
"""
