from django.apps import AppConfig

from common.gate import guard_all_forms


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        guard_all_forms()
