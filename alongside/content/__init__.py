"""Content: Markdown files in, frozen pages out. No database, no Flask.

`read_catalogue` (reading.py) turns files into a Catalogue, or names every problem at once.
"""
