"""What we ask, and what they answer together."""
