"""Spark's stages once more: plain, slow, and written from what Spark does, not from our runtime.

One file for each family. A function takes the values of one row, `None` for null, and the fitted
parameters; it returns what Spark gives, or raises one of the outcomes in `values`.
"""
