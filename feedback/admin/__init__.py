"""What customers tell and bring, in the admin; one module a noun, registered by being imported here."""

from feedback.admin.customers import ChannelAdmin, CustomerAdmin
from feedback.admin.importing import ImportMappingAdmin, ImportRunAdmin
from feedback.admin.interactions import InteractionAdmin

__all__ = [
    "ChannelAdmin",
    "CustomerAdmin",
    "ImportMappingAdmin",
    "ImportRunAdmin",
    "InteractionAdmin",
]
