"""The office's commands at the command line."""
