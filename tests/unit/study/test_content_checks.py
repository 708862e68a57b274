"""Claimed."""
