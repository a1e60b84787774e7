from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MailingConfig(AppConfig):
    name = "mailing"

    def ready(self) -> None:
        autodiscover_modules("emails")  # where the kinds of mail are told
