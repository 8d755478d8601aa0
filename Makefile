# make run [CORPUS=folder] [PORT=number]   set up what is missing, then start Signpost
# make test                                set up what is missing, then check everything
# make load [DURATION=number] [PEOPLE=number] [RATE=number]   load the whole service, print figures (docs/reliability.md)
# make faults [LOOPS=number]               kill its parts while people write, print figures
# make lock                                write the lock files anew (docs/dependencies.md)
CORPUS ?=
PORT ?=
DURATION ?= 300
PEOPLE ?= 50
RATE ?= 10
LOOPS ?= 500
export CORPUS PORT DURATION PEOPLE RATE LOOPS
# A relative CORPUS is looked for where make was called. With -C that is not here; make then has w among its flags.
export CALLED_FROM = $(if $(findstring w,$(firstword -$(MAKEFLAGS))),$(PWD),$(CURDIR))

.PHONY: run test lock load faults
run test lock load faults:
	@cd "$(CURDIR)" && exec sh scripts/with_python.sh scripts/bootstrap.py $@
