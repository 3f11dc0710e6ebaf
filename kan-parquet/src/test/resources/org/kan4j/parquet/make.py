"""Makes the Parquet files beside this script, with pyarrow 25.0.1: python3 make.py"""

import datetime
import decimal

import pyarrow as pa
import pyarrow.parquet as pq

kinds = pa.table(
    {
        "double": pa.array([0.1, None, -1e-300, 3.0]),
        "float": pa.array([0.1, 2.5, None, 4.0], pa.float32()),
        "half": pa.array([0.5, 1.5, None, 2.0], pa.float16()),
        "long": pa.array([1, None, 2**53 + 1, -4]),
        "byte": pa.array([200, None, 0, 7], pa.uint8()),
        "unsigned": pa.array([2**64 - 1, None, 0, 7], pa.uint64()),
        "text": pa.array(['a,"b"', None, "c\nd", "# é"]),
        "level": pa.array(["low", "high", "low", None]).dictionary_encode(),
        "flag": pa.array([True, None, False, True]),
        "day": pa.array([datetime.date(2026, 1, 31), None, datetime.date(1969, 7, 20), datetime.date(2000, 2, 29)]),
        "time": pa.array([datetime.time(12, 30), None, datetime.time(0, 0, 1), datetime.time(23, 59, 59, 500000)]),
        "local": pa.array([datetime.datetime(2026, 1, 31, 12, 30), None, datetime.datetime(1969, 7, 20), datetime.datetime(2000, 2, 29, 1, 2, 3)], pa.timestamp("us")),
        "utc": pa.array([datetime.datetime(2026, 1, 31, 12, 30), None, datetime.datetime(1969, 7, 20), datetime.datetime(2000, 2, 29, 1, 2, 3)], pa.timestamp("ms", tz="UTC")),
        "price": pa.array([decimal.Decimal("1.50"), None, decimal.Decimal("-0.07"), decimal.Decimal("12345.67")], pa.decimal128(9, 2)),
    }
)
pq.write_table(kinds, "kinds.parquet")

# y = 2*x + 1 in several row groups and pages, of each compression.
rows = 1000
law = pa.table({"x": [i / 7 for i in range(rows)], "y": [2 * i / 7 + 1 for i in range(rows)]})
for compression in "none", "snappy", "gzip", "zstd", "lz4", "brotli":
    pq.write_table(law.slice(0, 40), compression + ".parquet", compression=compression, row_group_size=16)
pq.write_table(law, "pages.parquet", row_group_size=300, data_page_size=512, data_page_version="2.0", use_dictionary=False,
               column_encoding={"x": "BYTE_STREAM_SPLIT", "y": "PLAIN"})
pq.write_table(law.slice(0, 0), "empty.parquet")
pq.write_table(pa.table({"x": [1.0, 2.0], "tags": [["a"], ["b", "c"]]}), "nested.parquet")
