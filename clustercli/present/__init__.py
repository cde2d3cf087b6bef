"""Rows -> text: columns, formats (a file for each in formats/), records laid out for reading, charts."""
