"""Deciding without doing: what a changed policy would change before it is applied, and recorded history decided again.

Everything comes from the store; the billing system is never asked, and nothing is written.
"""
