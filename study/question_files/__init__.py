"""Question files of other makers, read into the garden's own questions: one module for each format."""
