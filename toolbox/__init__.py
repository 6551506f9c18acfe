"""What we teach: frameworks, tools, paths."""
