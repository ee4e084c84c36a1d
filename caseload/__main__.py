"""`python -m caseload`."""

from caseload.app import main

if __name__ == "__main__":
    main()
