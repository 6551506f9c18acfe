"""Resolving: what the DNS says, asked with patience for some seconds only."""

import ipaddress

import dns.exception
import dns.resolver
from django.conf import settings

PATIENCE = 3.0  # seconds for each question


class NoAnswer(Exception):
    """The DNS could not be asked: nothing is known."""


def texts(name: str) -> list[str]:
    """The TXT records of a name; none where there is no such name."""
    return [b"".join(record.strings).decode(errors="replace") for record in _records(name, "TXT")]


def addresses(name: str) -> set[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The machines of a name."""
    found = [*_records(name, "A"), *_records(name, "AAAA")]
    return {ipaddress.ip_address(record.address) for record in found}


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """The machines that an SPF record names by number; raises ValueError for what is none."""
    return ipaddress.ip_network(text, strict=False)


def mail_servers(name: str) -> list[str]:
    """The names of the machines that take a domain's mail."""
    return [record.exchange.to_text(omit_final_dot=True) for record in _records(name, "MX")]


def _records(name: str, kind: str) -> list:
    resolver = dns.resolver.Resolver(configure=not settings.DNS_SERVER)
    if settings.DNS_SERVER:
        host, _colon, port = settings.DNS_SERVER.rpartition(":")
        resolver.nameservers, resolver.port = [host], int(port)
    try:
        return list(resolver.resolve(name, kind, lifetime=PATIENCE))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(str(error)) from error
