"""Options -> one call -> rows: one file for each command."""
