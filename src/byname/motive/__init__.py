"""Motive stage: who was targeted, when, under whose orders, and what speaks for and against explanations of it."""
