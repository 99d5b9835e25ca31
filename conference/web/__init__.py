"""The HTTP edge: routes with a policy, forms, pages, sessions, refusals, live streams. It knows no slice."""
