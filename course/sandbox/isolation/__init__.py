"""What the system is asked to keep a student's process from: mounts, files, calls, memory."""
