"""The bench: how much work our pages are, as ratios to a bare floor; and torture: what is lost when things go wrong.

    python -m bench            # figures, appended to docs/measurements.md
    python -m bench.torture    # long runs of races, kills, random orders, fuzzing, in slices that resume

Tests assert mechanisms; times and long counts live here.
"""
