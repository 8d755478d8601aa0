# make run [CORPUS=folder] [PORT=number]   set up what is missing, then start Signpost
# make test                                set up what is missing, then check everything
# make lock                                write the lock files anew (docs/dependencies.md)
CORPUS ?=
PORT ?=
export CORPUS PORT
# A relative CORPUS is looked for where make was called. With -C that is not here; make then has w among its flags.
export CALLED_FROM = $(if $(findstring w,$(firstword -$(MAKEFLAGS))),$(PWD),$(CURDIR))

.PHONY: run test lock
run test lock:
	@cd "$(CURDIR)" && exec sh scripts/with_python.sh scripts/bootstrap.py $@
