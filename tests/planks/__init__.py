"""Tests of `conference.planks`."""
