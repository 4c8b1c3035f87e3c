"""The command line of those who administer: scrutins, habilitations, delegations, public places."""
