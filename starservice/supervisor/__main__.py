import sys

from starservice.supervisor.cli import main

sys.exit(main(sys.argv[1:]))
