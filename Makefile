# The gates of .ci/run, each a target: `make lint` runs `.ci/run lint`. The gate `shell` compares the two lists.
gates := $(shell sed -n 's/^\([a-z_]*\): \#\# .*/\1/p' $(MAKEFILE_LIST))
.PHONY: help all $(gates)

help: ; @sed -n 's/^\([a-z_]*\): \#\# /\1\t/p' $(MAKEFILE_LIST) | expand -t 24
all: ; .ci/run
$(gates): ; .ci/run $@

machine: ## what the gates need, installed where it is missing
shell: ## the shell scripts, and this list
format: ## the form of the Go code
vet: ## go vet
lint: ## the linters of .golangci.yml
modules: ## go.mod and go.sum
vulnerabilities: ## known ones that the code reaches
proto: ## the contract with plugins, well formed and compatible with the last ones
evolution: ## the API against the one that was released
test: ## every test, on SQLite and PostgreSQL
migrations: ## the migrations of both databases against the schema
race: ## every test under the race detector
mutants: ## faults put into the regulations on purpose
rivals: ## the engines that the benchmark compares with
generated: ## generated code made again from its sources
portal: ## the bundle of GraphiQL made again
script: ## the bundle of the plugin in JavaScript made again
scaffold: ## new regulations of each kind, as their authors use them
audits: ## the audits of the GraphQL-over-HTTP specification
walkthrough_sqlite: ## the whole story over HTTP, on SQLite
walkthrough_postgres: ## the same on PostgreSQL, as the user that the operator's page advises
restore: ## a server that was lost comes back from a copy, by the commands of the operator's page
processes: ## no plugin outlives its server
documented: ## every command of README and docs
