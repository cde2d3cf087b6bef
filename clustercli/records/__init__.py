"""What a record is: kinds, fields, vocabulary, dates and spellings."""
