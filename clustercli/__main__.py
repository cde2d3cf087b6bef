"""`python -m clustercli`."""

from clustercli.app import main

if __name__ == "__main__":
    main()
