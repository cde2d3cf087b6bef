"""A catalogue of clusters, SMEs and cooperation projects that finds partners across borders, with reasons."""

__version__ = "0.1.0"
