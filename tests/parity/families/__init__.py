"""One module for each family of stages, with `cases(spark)`."""
