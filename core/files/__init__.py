"""Files: photos and papers that people attach to records, kept by hash, shown by scope.

A file is uploaded first (`POST /files`) and bound to a record by the mutation that needs it. The
bytes lie under `var/files` by their hash; who gets them is decided by the row, never by the path.
"""
