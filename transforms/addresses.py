"""Which network addresses may be connected to.

In: addresses as a resolver gives them. Out: why one is refused, or None. Refuses: every address that is
not of the public internet, also one that hides inside an IPv6 form.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")
_V4_COMPATIBLE = ip_network("::/96")


def refused_address(address: str) -> str | None:
    """Why an address may not be connected to.

    >>> refused_address("::ffff:127.0.0.1")
    'loopback address'
    >>> refused_address("93.184.216.34") is None
    True
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "not an address"
    return _why_not(_innermost(found))


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64 or (address in _V4_COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _why_not(address: IPv4Address | IPv6Address) -> str | None:
    if address.is_loopback:
        return "loopback address"
    if address.is_link_local:
        return "link-local address"
    if address.is_multicast:
        return "multicast address"
    if address.is_unspecified:
        return "unspecified address"
    if not address.is_global or (isinstance(address, IPv6Address) and address in _LOCAL_NAT64):
        return "private or reserved address"
    return None
