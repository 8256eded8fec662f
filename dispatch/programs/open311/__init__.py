"""Open311 GeoReport v2: reporting applications post requests, and read where those of public types stand."""
