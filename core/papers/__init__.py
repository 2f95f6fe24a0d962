"""Official papers 文书: how they are numbered and printed."""
