"""How the course's pictures are drawn: what notebooks show."""
