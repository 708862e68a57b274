"""Questions written to files that other systems, and people, read: one module for each format."""
