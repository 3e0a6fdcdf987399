"""Where a webhook may lead: http or https, and to no address that is this machine or its surroundings alone.

Suivi stands inside a government's network, so an address typed here could make it knock at doors that are
closed to the outside. Refused are loopback, link-local, where clouds keep the credentials of a machine, and
what is no address of one receiver. Private networks are allowed: a ministry's own systems are there.
``WEBHOOK_HOSTS`` names hosts that are reached all the same.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.models import Delivery

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Address = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
NEVER = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "100.100.100.200/32", "192.0.0.0/24", "168.63.129.16/32", "fd00:ec2::/32"),
    )
)
"""Beside what Python knows by name: this network, and where clouds answer a machine about itself (Alibaba,
Oracle, Azure, Amazon over IPv6; 169.254.169.254 is link-local)."""
_NAT64 = ip_network("64:ff9b::/96")


class NotPostedError(Exception):
    """The message did not reach the receiver, or it is not known whether it did; ``trouble`` says why."""

    def __init__(self, trouble: Delivery.Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def why_not(url: str) -> StrOrPromise:
    """The sentence why this is no address for a webhook, as far as it shows; empty: it may be one."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return _("This is no address. Give one such as https://receiver.example/suivi.")
    if parts.scheme not in PORTS or not parts.hostname or not port_is_one:
        return _("Give an address that begins with https:// or http:// and names a host.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        return _("Leave out name, password and what follows a #. Messages are signed: they need no password.")
    return _why_not_host(parts)


def numbers_of(parts: SplitResult) -> list[str]:
    """The numeric addresses of its host, looked up once, each looked at. Raises :class:`NotPostedError`."""
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotPostedError(Delivery.Trouble.NO_NAME) from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if host not in settings.WEBHOOK_HOSTS and any(_is_forbidden(_address(one)) for one in numbers):
        raise NotPostedError(Delivery.Trouble.FORBIDDEN)
    return numbers


def _why_not_host(parts: SplitResult) -> StrOrPromise:
    host = str(parts.hostname)
    if host in settings.WEBHOOK_HOSTS:
        return ""
    try:
        address = _address(host)
    except ValueError:  # a name: it is looked up when a message is sent
        return _forbidden(host) if host == "localhost" or host.endswith(".localhost") else ""
    return _forbidden(host) if _is_forbidden(address) else ""


def _forbidden(host: str) -> StrOrPromise:
    said = _(
        "%(host)s is this machine itself, or an address that only machines beside it know. Nothing is sent "
        "there, unless whoever runs Suivi names the host in WEBHOOK_HOSTS."
    )
    return said % {"host": host}


def _address(number: str) -> Address:
    return ip_address(number.partition("%")[0])


def _is_forbidden(address: Address) -> bool:
    inner = _within(address)
    if inner is not None:
        return _is_forbidden(inner)
    of_no_one = (
        address.is_unspecified or address.is_multicast or (address.is_reserved and address.version == 4)
    )
    never = any(address in network for network in NEVER if network.version == address.version)
    return of_no_one or never or address.is_loopback or address.is_link_local


def _within(address: Address) -> IPv4Address | None:
    """The address of the old kind that one of the new kind stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64 or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
