"""Terms and facts of organisations -> ranked, explained pairs; pure: no files, no SQL, no output."""
