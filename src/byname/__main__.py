"""`python -m byname` is the command `byname`."""

from byname.cli.app import main

main()
