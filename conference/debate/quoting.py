"""A quotation at the head of a reply."""


def quoted(text: str, source: str, post_id: int) -> str:
    """The words as a quotation in Markdown, with a link to the original under them, and room to go on."""
    lines = "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
    named = source.replace("\\", "").replace("[", "(").replace("]", ")")
    return f"{lines}\n>\n> — [{named}](/posts/{post_id}?original=1)\n\n"
