"""One module a migration: ``vNNNN_what.py`` with the revision ``NNNN``. They only add (``bridge.store.migrate``)."""
