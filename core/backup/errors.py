"""What can go wrong with a backup."""

from core.errors import SetupError


class BackupError(SetupError):
    """A backup cannot be made, or is not what it should be; nothing was replaced."""

    code = "BACKUP"
