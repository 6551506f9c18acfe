"""Trying the portal with example people: never installed where real people are."""
