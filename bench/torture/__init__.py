"""Torture: long runs of what must never go wrong, in slices that resume. Small versions of most of them are tests."""
