"""Tests of `conference.translation`."""
