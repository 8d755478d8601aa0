"""Starting Signpost on one machine: prepare what has to be there, run the three processes, stop them all.

Everything that runs before the packages are installed (``preflight``, ``run_lock``, ``steps``, ``launch_error``)
uses the standard library alone, because ``scripts/bootstrap.py`` shares it.
"""
