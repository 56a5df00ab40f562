.DEFAULT_GOAL := help
.PHONY: help run release dev test lint bench

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build to try it and serve on http://127.0.0.1:3000, with data in ./data
	@tools/need.sh run
	cargo run --profile quick -p xtask -- build --profile quick
	target/quick/teamline serve --data-dir data

release: ## Build for deployment: target/release/teamline, hash.txt beside it, and target/site
	@tools/need.sh run
	cargo run --profile quick -p xtask -- build --release

dev: ## Build, serve, and do both again after every change
	@tools/need.sh run
	cargo run -p xtask -- dev -- --data-dir data

test: ## Format, tests on SQLite and PostgreSQL, lints, browser
	@tools/test.sh

lint: ## Format, lints of both halves, and what dependencies are
	@tools/need.sh run
	cargo fmt --check
	@tools/leptosfmt.sh
	cargo clippy --workspace --exclude frontend --all-targets -- -D warnings
	cargo clippy --package frontend --target wasm32-unknown-unknown --profile wasm-dev -- -D warnings
	@tools/deny.sh

bench: ## Measure against the budgets and floors; BENCH_QUICK=1 with less data
	@tools/bench.sh
