"""Everything that can be set from outside, as `ZHIJIAN_...` environment variables or in `.env`."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Typed settings. The defaults run a complete system under `var/`."""

    model_config = SettingsConfigDict(env_prefix="ZHIJIAN_", env_file=".env", extra="ignore")

    var: Path = Path("var")
    """Folder of everything that the running system writes outside the database."""
    database_url: str | None = None
    """Connection of the role `zhijian_app`; absent: the embedded server under `var/`."""
    owner_url: str | None = None
    worker_url: str | None = None
    audit_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, validation_alias="PORT")
    workers: int = 1
    demo_password: SecretStr | None = None
    strict_plugins: bool = False
    """A broken plugin stops the start (for CI) instead of being quarantined."""
    secure_cookies: bool = False
    """Set when served over HTTPS: cookies then carry `Secure`."""
    statement_timeout_ms: int = 5_000
    """How long a statement of a request may take."""
    request_deadline_s: float = Field(default=10, gt=0)
    """How long a request waits for its answer before it is told that there is none."""
    kept_answers_mb: int = Field(default=16, ge=0)
    """Memory of each worker for answers that still stand; 0 has every answer read anew."""
    stand_in_days: int = 90
    """How long somebody may stand in for another, or hold an extra duty, at most."""
    policy_signatures: int = Field(default=2, ge=1, le=2)
    """Security officers that a change of the policy needs; 1 lets one of them act alone."""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach these pages: the beginning of links in mails and webhooks."""
    smtp_host: str | None = None
    """The mail server; absent: nobody is offered mail."""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = "zhijian@localhost"
    webhook_intranet: bool = False
    """Whether webhooks may go to private addresses and without TLS, to the same house."""

    @cached_property
    def var_path(self) -> Path:
        """`var` as an absolute path."""
        return self.var.resolve()
