"""The lines for Python that the server prints when it starts work as they are."""

import ast
import subprocess
import sys
import textwrap


def test_the_printed_lines_work_as_pasted(server):
    section = server.guide.split("Python (", 1)[1].split("\n\n", 1)[0]
    lines = textwrap.dedent(section.split("\n", 1)[1])
    printed = subprocess.run(
        [sys.executable, "-c", lines], stdout=subprocess.PIPE, text=True, timeout=30, check=True
    ).stdout
    assert ast.literal_eval(printed)["TotalCount"] == 0
