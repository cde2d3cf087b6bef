"""Dates -> order and lanes; pure."""
