"""Excel in and out.

`guard` and `reader` open what was sent, `kinds`, `dates` and `sheets` say what a cell may hold, `headings` finds the
columns, `checking` checks all rows before anything is written, `marking` sends the workbook back with its faults,
`loading` writes what is clean, and `output` makes workbooks. What the sheets mean is said by each subject's
`workbooks` module, which `discovery` finds.
"""
