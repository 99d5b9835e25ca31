"""What a counted vote shows: figures, reasons in words, pictures, files to check it by."""
