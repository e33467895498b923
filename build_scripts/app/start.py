"""Where the download begins. Its functions are imported by child processes under their own names, so none is here."""

import sys

from briefgen.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
