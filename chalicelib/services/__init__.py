"""The use cases: one a file, each one conditional transaction."""
