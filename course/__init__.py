"""A hands-on course on foundation models: what its notebooks import."""
