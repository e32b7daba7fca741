"""A copy of the site as files, which any file server serves and which opens from a disk."""
