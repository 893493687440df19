"""The report as values: charts, tables and evidence, ready to be written into one page."""
