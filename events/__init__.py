"""When we meet, who signs up, what we agreed."""
