"""The demonstration of a city as workbooks of the kind a county sends: synthetic records on real places.

`python -m examples.generate --seed 2020 --out examples/luoyang` writes the same workbooks for the same seed.
The sentences and the lists of crops, varieties and techniques lie in `words/`; the modules only put them together.
"""
