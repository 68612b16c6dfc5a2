"""What names.py and fields.py share: the files of the project, and the comparison of a page's rows with the headers'."""
import sys

root = sys.argv[1]


def read(path):
    with open(f"{root}/{path}", encoding="utf-8") as file:
        return file.read()


def compare(expected, page, what):
    """Prints each row that is missing or too many, and ends the program: with 1 where there is one."""
    wrong = [f"missing: {row}" for row in expected if row not in page]
    wrong += [f"too many: {row}" for row in page if row not in expected]
    print("\n".join(wrong) or f"{len(page)} {what} agree with the headers.")
    sys.exit(1 if wrong else 0)
