"""How the tables came to be, step by step. Steps lead forward only: the way back is a restored backup."""
