"""Figures that move, each a page of HTML by itself; widget.py is what they share."""
