"""Where our grading differs from nbgrader's on purpose: each of nbgrader's own tests that does not pass, and why it should not."""
DIFFERENCES = {
}
