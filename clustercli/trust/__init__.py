"""What the catalogue rests on: who says what, what rests on one source alone, what is due, what is not known."""
