"""The performance goals, measured: one file a figure, each as a ratio to a bare server of the same run."""
