"""Certificates as things: their numbers, the names on them, the page one frames. No database, no Flask.

numbers.py   codes for addresses, numbers for people
names.py     whether a name can be printed, and how
fonts.py     which typefaces are here, and what each can set
pdf.py       a certificate's facts -> one page, PDF/A-3a and PDF/UA-1
"""
