"""Random pipelines, and rows for them: bundles beside the reference that says what they give."""
