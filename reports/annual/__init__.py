"""The yearly report on the Scheme: one content object, written as Word, workbook and PDF alike.

`content.build` reads the register, `checks.require_sound` refuses a report whose text and annexes differ, and
`docx`, `xlsx`, `pdf` only draw what the object says.
"""
