"""A notebook: its cells and exercises, reading somebody's under bounds, repair by the release."""
