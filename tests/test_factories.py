"""Every factory makes a row the database accepts."""

import pytest
from factory.django import DjangoModelFactory

from tests import factories

FACTORIES = [
    thing
    for thing in vars(factories).values()
    if isinstance(thing, type) and issubclass(thing, DjangoModelFactory) and thing is not DjangoModelFactory
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory_class", FACTORIES, ids=lambda thing: thing.__name__)
def test_factory_makes_a_row(factory_class):
    assert factory_class().pk
