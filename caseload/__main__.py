"""`python -m caseload`."""

from caseload.start import main

if __name__ == "__main__":
    main()
