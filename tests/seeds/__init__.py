"""What the five seed documents name, row by row: each is in the catalogue, and the commands show it."""
