"""How does a whole file, mapping or call get refused? One exception with a Chinese sentence that says where and why."""


class Refused(Exception):
    """Nothing could be checked. `reason` is for people: where it stands, what is wrong, what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
