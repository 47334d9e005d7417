"""Which two ways can a domain action refuse? Everything else that is raised is a defect."""


class NotPossible(Exception):
    """The facts do not allow it now. `reason` is one Chinese sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PermissionDenied(Exception):
    """The person may not do this to this thing; channels answer 404 to strangers and 403 to readers."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission
