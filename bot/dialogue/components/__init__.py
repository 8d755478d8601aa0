"""Components of the NLU pipeline, named in config.yml in the order in which they run."""
