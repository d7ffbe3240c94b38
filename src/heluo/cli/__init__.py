"""The command line. One file is one command, found by its being here.

A command file has a docstring (its first line is the help in the list, the whole its ``--help``),
``add_arguments(parser)`` and ``run(args) -> int`` (the exit status). It imports what it needs inside
``run``, so that ``heluo --help`` is quick and ``heluo solve`` never starts Django.
"""
