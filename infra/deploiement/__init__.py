"""The package of `make paquet`, deployed and lived in on this machine
(docs/decisions/deploiement-local.md)."""
