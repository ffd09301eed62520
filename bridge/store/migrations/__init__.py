"""The migrations of the store; ``bridge.store.migrate`` runs them when a store is opened."""
