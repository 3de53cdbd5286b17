"""Where a talk is kept: its folders, its lock, the record that grows event by event, the half-typed turn, the shelf.

Import what you need from the module that has it; this one is empty so that asking where the folders are costs nothing.
"""
