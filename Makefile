# What is done with this checkout. Every target prepares it first; see Scripts/setup --help.
.DEFAULT_GOAL := help
.PHONY: help setup demo test benchmark benchmark-pictures benchmark-networks benchmark-segmentation fuzz docs docs-example format lint clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-18s %s\n", $$1, $$2}' Makefile

setup: ## check Swift, install system packages, fetch libtorch
	@Scripts/setup

demo: setup ## train one network plainly and with A-FAN, and compare them
	swift build -c release --product spar
	Scripts/demo

test: setup ## check style and documentation, build everything, run README's example and all tests
	Scripts/check-style
	swift build
	Scripts/check-example
	Scripts/docs
	swift test

benchmark: setup ## time Spar's training steps against PyTorch's, in pairs (a quarter of an hour)
	swift build -c release --package-path Benchmarks
	cd Benchmarks && ../.venv/bin/python check.py
	cd Benchmarks && ../.venv/bin/python run.py --spar .build/release/spar-benchmark --rounds 18

# A Python with torch, torchvision, Pillow and timm; the one that `setup` makes has torch alone.
PEERS ?= ../.venv/bin/python

benchmark-pictures: setup ## time photographs against torchvision, and evaluation against bare passes (PEERS=python)
	swift build -c release --package-path Benchmarks
	cd Benchmarks && $(PEERS) pairs.py --spar .build/release/spar-benchmark
	cd Benchmarks && $(PEERS) pairs.py --spar .build/release/spar-benchmark --kind evaluation --rounds 5

benchmark-networks: setup ## time training steps of networks for photographs against torchvision and timm (PEERS=python)
	swift build -c release --package-path Benchmarks
	cd Benchmarks && $(PEERS) pairs.py --spar .build/release/spar-benchmark --kind networks --rounds 15

benchmark-segmentation: setup ## time steps of DeepLabV3+ against PyTorch, telling pixels too (PEERS=python)
	swift build -c release --package-path Benchmarks
	cd Benchmarks && $(PEERS) pairs.py --spar .build/release/spar-benchmark --kind segmentation --rounds 15

fuzz: setup ## fuzz everything that reads a file, five minutes each (an hour)
	Scripts/fuzz

docs: setup ## build the library's documentation with DocC, into .build/Spar.doccarchive
	@Scripts/docs

docs-example: setup ## build and run README's library example as a package of its own
	Scripts/check-example

format: setup ## lay out the Swift sources anew
	Scripts/check-style --fix

lint: setup ## check the layout of the Swift sources and the grammar of the scripts
	Scripts/check-style

clean: ## remove what was built; .venv, .torch and runs/ stay
	rm -rf .build Benchmarks/.build Fuzzing/.build
