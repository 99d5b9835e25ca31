"""Whole journeys through the conference, as people make them."""
