"""Command-line tools of the house, run by make."""
