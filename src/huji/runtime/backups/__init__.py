"""Backups of the embedded server: base copies, the archive of its log, and the way back to any second."""
