"""How days, times and numbers are written, one package per language."""
