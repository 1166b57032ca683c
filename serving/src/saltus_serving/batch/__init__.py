"""Scoring files: the extra `saltus-serving[batch]`.

Batches of rows stream from the files through the same checks and the same scorer as a request, so
memory does not grow with the data, and a row gets what `/predict` answers for it.
"""
