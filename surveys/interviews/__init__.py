"""Interviews: what the administrations say, by theme and goal."""
