"""Records -> SQLite -> rows: all SQL lives here."""
