# Every job of the house. `make help` lists them.
#   make run  PORT=8000 DATE=2021-06-14 MOTEUR=moto|ministack
#   make paquet ETAPE=prod

PYTHON ?= $(firstword $(foreach p,python3.11 python3.12 python3.13 python3,$(shell command -v $(p) 2>/dev/null)))
VENV := .venv
VENV2 := .venv-ministack
VENV3 := .venv-audit
PY := $(VENV)/bin/python
MOTEUR ?= moto
ETAPE ?= prod
export MOTEUR
ifdef PORT
export PORT
endif
ifdef DATE
export DATE
endif

.DEFAULT_GOAL := help
.PHONY: help installer ministack run test gabarit-et-paquet lint unites second-moteur fautes navigateur captures lighthouse courriels bench debit tableur langues mutants journal echeances preuve-effacement reconstruire rejouer rapprocher points-de-controle restaurer compteurs donnees scrutins habilitations delegations lieux audit quotas gabarit statiques paquet deploiement-local outils-audit propre anomalies simulation-anomalies canari

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-20s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.pret $(if $(filter ministack,$(MOTEUR)),$(VENV2)/.pret) ## the whole journey on this machine (PORT=, DATE=, MOTEUR=)
	@exec $(PY) -m infra.local

# Two at a time where each uses one processor; then what uses both.
test: ## everything: linters, types, layers, tests, second engine, browser, the package deployed
	@$(MAKE) --no-print-directory -j 2 --output-sync=target installer ministack outils-audit
	@$(MAKE) --no-print-directory -j 2 --output-sync=target lint gabarit-et-paquet
	@$(MAKE) --no-print-directory unites second-moteur navigateur deploiement-local

# One after the other: both have Chalice make the same template.
gabarit-et-paquet:
	@$(MAKE) --no-print-directory gabarit
	@$(MAKE) --no-print-directory paquet

lint: $(VENV)/.pret ## ruff, mypy, import-linter
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

# PREUVES=completes: the whole runs, so that a right which no call used is one too many (tests/preuves).
unites: $(VENV)/.pret $(VENV3)/.pret ## the tests that need neither a browser nor the second engine
	@PREUVES=completes $(PY) -m pytest -n 2 --dist loadfile -m "not navigateur and not second_moteur and not fautes"

second-moteur: $(VENV)/.pret $(VENV2)/.pret ## the repository and service suites again on ministack, with the races
	@$(PY) -m pytest -n 2 --dist loadfile -m "second_moteur"

# FAUTES: longer random walks too, for whoever reads it.
fautes: $(VENV)/.pret ## every order of three use cases at once, every pair of crashes, long random lives (minutes)
	@FAUTES=1 $(PY) -m pytest -n 2 tests/fautes -m "not second_moteur"

navigateur: $(VENV)/.pret ## the three steps in Chromium, with axe
	@CHROMIUM="$$(outils/chromium.sh)" && export CHROMIUM && $(PY) -m pytest -n 2 --dist loadfile -m "navigateur"

captures: $(VENV)/.pret ## the pictures of docs/images, taken in Chromium
	@CHROMIUM="$$(outils/chromium.sh)" && export CHROMIUM && $(PY) -m outils.captures

lighthouse: $(VENV)/.pret ## Lighthouse on the pages that people use most (installs it with npm)
	@CHROMIUM="$$(outils/chromium.sh)" && export CHROMIUM && $(PY) -m outils.lighthouse

courriels: $(VENV)/.pret ## every e-mail as text, HTML and pictures, in out/courriels
	@CHROMIUM="$$(outils/chromium.sh)" && export CHROMIUM && $(PY) -m outils.courriels

bench: $(VENV)/.pret $(VENV2)/.pret ## the budgets, as counts and ratios of one run
	@$(PY) -m outils.bench

debit: $(VENV)/.pret ## how long e-mails wait on the busiest day, by SES's quota
	@$(PY) -m outils.debit

langues: $(VENV)/.pret ## extracts, updates and compiles the catalogues (docs/decisions/langues.md)
	@$(PY) -m outils.langues

tableur: $(VENV)/.pret ## LibreOffice opens our CSV and our workbook in French and finds what we wrote
	@$(PY) -m outils.tableur

mutants: $(VENV)/.pret ## mutation testing of the law, a quarter of an hour (MODULES="plafond fin")
	@$(PY) -m outils.mutants $(MODULES)

journal: $(VENV)/.pret ## verifies every chain of the journal of the running local cloud
	@$(PY) -m infra.local.journal

echeances: $(VENV)/.pret ## one pass of the night, now: reminders, expiry, end, erasure
	@$(PY) -m outils.echeances

preuve-effacement: $(VENV)/.pret ## shows that nothing is readable past its retention
	@$(PY) -m outils.preuve_effacement

reconstruire: $(VENV)/.pret ## routes every established procuration again (repairs what the stream gave up)
	@$(PY) -m outils.reconstruire

rejouer: $(VENV)/.pret ## what functions gave up, and its repair (FILE=routage, FAIRE=oui)
	@FILE="$(FILE)" FAIRE="$(FAIRE)" $(PY) -m outils.rejouer

rapprocher: $(VENV)/.pret ## registers, accounts, e-mails against the demandes (REPARER=oui, REFERENCE=)
	@REPARER="$(REPARER)" REFERENCE="$(REFERENCE)" $(PY) -m outils.rapprocher

points-de-controle: $(VENV)/.pret ## the journal against its locked checkpoints (POSER=oui, JOURS=)
	@POSER="$(POSER)" JOURS="$(JOURS)" $(PY) -m outils.points_de_controle

restaurer: $(VENV)/.pret ## puts back what a table lost (TABLE=, INSTANT= then DEPUIS=, FAIRE=oui)
	@TABLE="$(TABLE)" INSTANT="$(INSTANT)" DEPUIS="$(DEPUIS)" FAIRE="$(FAIRE)" $(PY) -m outils.restaurer

compteurs: $(VENV)/.pret ## counts again what each commune received and decided, mends what differs (COMMUNE=)
	@COMMUNE="$(COMMUNE)" $(PY) -m outils.compteurs

donnees: $(VENV)/.pret ## publishes the open data now, as each night
	@$(PY) -m outils.donnees_ouvertes

scrutins: $(VENV)/.pret ## verifies FICHIER=…, loads it with PAR= and MOTIF= (docs/exploitation/administration.md)
	@$(call administrer,scrutins)

habilitations: $(VENV)/.pret ## the same for the habilitations of the authorities
	@$(call administrer,habilitations)

delegations: $(VENV)/.pret ## the same for the delegations of the maires
	@$(call administrer,delegations)

lieux: $(VENV)/.pret ## the same for the public places of the préfets
	@$(call administrer,lieux)

anomalies: $(VENV)/.pret ## what was unusual in the acts of agents (JOUR=), or one of them (ANOMALIE= PAR= MOTIF=)
	@$(PY) -m outils.anomalies $(if $(JOUR),--jour "$(JOUR)") --anomalie "$(ANOMALIE)" --par "$(PAR)" --motif "$(MOTIF)"

simulation-anomalies: $(VENV)/.pret ## how often the watch rings on peak days when nobody cheats
	@$(PY) -m outils.simulation_anomalies

canari: $(VENV)/.pret ## lives the three steps through the public address, under names that are nobody's
	@$(PY) -m outils.canari

audit: $(VENV)/.pret ## the register of these acts (ANNEE=)
	@$(PY) -m outils.administration audit $(if $(ANNEE),--annee "$(ANNEE)")

gabarit: $(VENV)/.pret $(VENV3)/.pret ## the merged template of each stage: cfn-lint, checkov and its exceptions (half a minute)
	@$(PY) -m outils.gabarit_fusionne

statiques: $(VENV)/.pret ## puts the static files in the bucket of the stage that is deployed (ETAPE=)
	@$(PY) -m outils.statiques $(ETAPE)

quotas: $(VENV)/.pret ## what the load asks of an AWS account (docs/exploitation/quotas.md)
	@$(PY) -m outils.quotas

paquet: $(VENV)/.pret $(VENV3)/.pret ## the CloudFormation package in out/, with its SBOM and audit (ETAPE=, ROUES=)
	@ROUES="$(ROUES)" $(PY) -m outils.paquet $(ETAPE)

# The platforms that Lambda's Python 3.11 loads (glibc 2.26), whatever this machine is.
roues: $(VENV)/.pret ## the wheels of the package in ROUES=, to make it without a network
	@$(PY) -m pip download -qq --disable-pip-version-check --no-deps --only-binary :all: --implementation cp \
		--python-version 3.11 --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 \
		-r requirements.txt -d "$(or $(ROUES),$(error ROUES= says where))"

deploiement-local: $(VENV)/.pret $(VENV2)/.pret ## deploys the package of out/ on this machine, lives in it, updates it, goes back (ETAPE=)
	@$(PY) -m infra.deploiement $(ETAPE)

installer: $(VENV)/.pret ## the environment (.venv), quick when nothing changed

ministack: $(VENV2)/.pret ## the second engine's environment (.venv-ministack)

outils-audit: $(VENV3)/.pret ## checkov, pip-audit and cyclonedx-bom (.venv-audit)

propre: ## removes the environments, caches and packages
	@rm -rf $(VENV) $(VENV2) $(VENV3) out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .local

# A fresh environment each time the lists change: what a list no longer names must not stay importable.
$(VENV)/.pret: requirements.txt requirements-dev.txt
	@$(call environnement,$(VENV),-r requirements.txt -r requirements-dev.txt)

$(VENV2)/.pret: requirements-ministack.txt
	@$(call environnement,$(VENV2),-r requirements-ministack.txt)

$(VENV3)/.pret: requirements-audit.txt
	@$(call environnement,$(VENV3),-r requirements-audit.txt)

administrer = $(PY) -m outils.administration $(1) $(if $(PAR)$(MOTIF),charger,verifier) "$(FICHIER)" \
	$(if $(PAR)$(MOTIF),--par "$(PAR)" --motif "$(MOTIF)")

define environnement
	set -e; \
	test -n "$(PYTHON)" || { echo "Python 3.11 or later is missing." >&2; exit 1; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is older (set PYTHON=)." >&2; exit 1; }; \
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)." >&2; exit 1; }; \
	echo "Installing $(1)…"; \
	rm -rf $(1); $(PYTHON) -m venv $(1); \
	$(1)/bin/python -m pip install -qq --disable-pip-version-check $(2); \
	touch $(1)/.pret
endef
