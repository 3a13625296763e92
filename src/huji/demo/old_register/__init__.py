"""A synthetic old register: rows as an agricultural / non-agricultural register kept them, with the
faults such have.

Nobody in it exists: every citizen number begins with 99, a prefix that no division has. The same plan
gives the
same bytes.
"""
