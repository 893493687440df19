"""Thinks: bytes to values, text to annotations, frames to trend frames. Pure."""
