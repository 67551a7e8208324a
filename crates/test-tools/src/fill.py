"""Fills in a workbook as a person does: FILE NEW KEY=>VALUE|COMMENT|KNOWN_TO …; columns stand as they are made."""
import sys

import openpyxl

source, target, *answers = sys.argv[1:]
answers = dict(answer.split("=>", 1) for answer in answers)
book = openpyxl.load_workbook(source)
sheet = book.worksheets[0]
assert sheet.protection.sheet, "the sheet is protected"
left = dict(answers)
for row in sheet.iter_rows():
    key = row[10].value
    if key not in answers:
        continue
    for cell, text in zip((row[6], row[9], row[7]), left.pop(key).split("|")):
        assert not cell.protection.locked, f"{cell.coordinate} is to be filled in"
        if text:
            number = text.replace(".", "", 1).lstrip("-").isdigit()
            cell.value = (float(text) if "." in text else int(text)) if number else text
assert not left, f"no rows of {sorted(left)}"
book.save(target)
