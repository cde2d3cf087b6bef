"""Records counted by sector and laid on a map; pure."""
