"""Readings that people send as files, read into a title and Markdown: one module for each kind of file."""
