"""Rows -> text: columns, formats (a file for each in formats/), records and charts laid out for reading."""
