"""The whole path on real flights: train, export, verify, serve, predict, compare."""
