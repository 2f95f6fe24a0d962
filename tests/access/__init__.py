"""Access, exhaustively: every account, operation and object against an oracle of its own."""
