import pytest
import time_machine


@pytest.fixture
def time_machine_at_noon():

    with time_machine.travel(1_790_000_000, tick=False) as traveller:
        yield traveller
