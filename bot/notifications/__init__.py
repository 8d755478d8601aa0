"""Who is told, how and when, that something waits in the console: what kind, how many and a link, nothing else."""
