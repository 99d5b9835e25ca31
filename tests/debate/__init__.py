"""Tests of `conference.debate`."""
