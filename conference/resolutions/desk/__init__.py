"""The compile desk: drafters choose planks and their order, write recitals and schedules, and look at the whole text
before it is compiled. What lies here may change; what was compiled never does."""
