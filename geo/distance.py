"""How far it is, in a straight line and as a walk."""

from collections.abc import Sequence
from math import asin, ceil, cos, radians, sin, sqrt

import numpy

EARTH_RADIUS_METRES = 6_371_008.8
DETOUR = 1.3
"""Streets are longer than straight lines: a walk is taken as this many times as long."""
METRES_A_MINUTE = 80
"""An ordinary adult pace, 4.8 km/h."""


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres between two points given in degrees (WGS 84), by the haversine formula."""
    phi1, phi2 = radians(lat1), radians(lat2)
    across = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_METRES * asin(min(1.0, sqrt(across)))


def among_nearest(lat: float, lon: float, points: Sequence[tuple[float, float]], number: int) -> list[int]:
    """The indices, in order, of the `number` points nearest to a place and of any that are as near to within rounding.

    All in degrees, latitude first; 1 <= number <= len(points). Quick, so that only these few need be measured exactly.
    """
    phi, across = numpy.radians(numpy.asarray(points)).T
    away = (
        numpy.sin((phi - radians(lat)) / 2) ** 2
        + cos(radians(lat)) * numpy.cos(phi) * numpy.sin((across - radians(lon)) / 2) ** 2
    )
    last = numpy.partition(away, number - 1)[number - 1]
    # `metres` works with the same sum; the two differ by far less than this.
    return numpy.flatnonzero(away <= last * (1 + 1e-9) + 1e-18).tolist()


def walking_metres(straight: float) -> float:
    """Estimated length in metres of the walk along streets between two points `straight` metres apart."""
    return straight * DETOUR


def walk_minutes(walked: float) -> int:
    """Minutes to walk `walked` metres, rounded up, and never less than one."""
    return max(1, ceil(walked / METRES_A_MINUTE))
