"""Who is to be graded, job by job, and the marks that come of it."""
