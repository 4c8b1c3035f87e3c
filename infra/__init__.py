"""The cloud as data (`ressources.yaml`) and the one-machine cloud that is made from it
(`local`)."""
