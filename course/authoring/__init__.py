"""What authors run: rules for notebooks, the wrong and the other right ways of an exercise, release and kit."""
