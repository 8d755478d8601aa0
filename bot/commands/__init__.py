"""The commands of ``signpost`` by what they are about; ``bot/cli.py`` puts them together."""
