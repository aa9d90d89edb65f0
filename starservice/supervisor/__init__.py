"""One command that starts everything in the foreground and leaves nothing behind."""
