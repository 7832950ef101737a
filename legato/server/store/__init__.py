"""The store: tables, the writer, the readers, and one module of queries per noun."""
