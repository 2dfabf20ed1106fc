"""The web: fronts by the people who use them, one guard each, and what all pages share.

A request meets, in this order: application.py (one unit of work a request), front.py (may this person enter?),
a front's page, errors.py (exceptions become pages), security.py (headers on everything).
"""
