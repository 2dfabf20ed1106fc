"""Catalogue: releases of the content, what is published and for whom, read fast."""
