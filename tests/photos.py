"""Photos as telephones make them."""

from __future__ import annotations

import io
from random import Random

from PIL import ExifTags, Image


def noise(width: int = 96, height: int = 72, seed: int = 7) -> bytes:
    """A JPEG in which no two pixels are alike, always the same of a seed."""
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), Random(seed).randbytes(width * height * 3)).save(out, "JPEG")
    return out.getvalue()


def photo_taken_at(latitude: float, longitude: float) -> bytes:
    """A JPEG with a position north and east, as telephones write it."""
    found, out = Image.Exif(), io.BytesIO()
    found[ExifTags.Base.Model] = "Telephone de Jeanne"
    gps = found.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (latitude, 0.0, 0.0)
    gps[ExifTags.GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
    gps[ExifTags.GPS.GPSLongitude] = (abs(longitude), 0.0, 0.0)
    Image.effect_noise((320, 240), 40).convert("RGB").save(out, "JPEG", exif=found)
    return out.getvalue()
