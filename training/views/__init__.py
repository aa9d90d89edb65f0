"""The portal's pages about training, a module a topic."""
