"""The linkage of records that lie in parts: tasks that share a folder, on the cores of one machine or of many."""
