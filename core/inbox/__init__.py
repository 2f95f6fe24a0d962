"""The inbox: a message for whom it concerns, why it came, when it was read, and its receipt."""
