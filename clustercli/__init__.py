"""clustercli: a catalogue of clusters, SMEs and cooperation projects that finds partners across borders and says why."""

__version__ = "0.1.0"
