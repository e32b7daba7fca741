"""The desk in the browser: signing in, review, words of the public, takedown, import."""
