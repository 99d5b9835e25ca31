"""What is cast openly: hands, roll calls, cards, and the demand for them."""
