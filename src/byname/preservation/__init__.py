"""Keeps copies of an archive elsewhere: backups that tell nothing to whoever has no key, and their restoration."""
