"""Widgets in which one number moves: the reader drags it, and sees what follows."""
