"""The gateway: everything that is reached over HTTP, for programs and for people."""
