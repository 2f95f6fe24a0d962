"""What the generators and linters of clients are set up with, and what uses their work."""
