"""What a resolution is written as: Markdown, JSON, and PDF by typst. Pure: a `Document` goes in, bytes come out."""
