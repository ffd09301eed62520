"""Backfill and reconcile: everything that the billing system holds, read in bulk and put through the one code path.

What a client's timeline needs stands on the pages of lists, so a client costs a fraction of a call; a ticket is read
whole, by a look like any other. Rule: a plan is made by the same decisions as the looks, and writes nothing but its
own progress; a list can add to what is known, but what it does not show is only a reason to look.
"""
