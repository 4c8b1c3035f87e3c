"""The cloud as data (`ressources/`) and the one-machine cloud that is made from it
(`local`)."""
