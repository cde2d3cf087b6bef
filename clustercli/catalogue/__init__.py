"""YAML -> records: scan, parse, validate, and the links between records."""
