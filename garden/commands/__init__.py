"""The commands of `garden`, a module for each group; `garden.command_line` lists them."""
