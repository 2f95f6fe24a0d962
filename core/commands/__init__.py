"""What `zhijian` does besides serving: look at itself, carry policies, tell impacts."""
