"""Where a request comes from, for counting tries: never stored as it is (throttle.py keeps a keyed digest), never logged."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request


def network() -> str:
    """The caller's address; of an IPv6 address its /64, since one household has as many of those as it likes."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))
