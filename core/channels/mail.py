"""Mail over SMTP, by the standard library, in a thread."""

import asyncio
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as LINES
from typing import Final

from core.outgoing import Address, Parcel, PermanentFailure, Receipt, TemporaryFailure
from core.settings import Settings

PATIENCE_S: Final = 10.0
"""For each answer of the mail server."""
ACCEPTED: Final = 250
REFUSING: Final = 500
"""Replies from here on say that trying again is of no use."""


@dataclass(frozen=True, slots=True)
class Mail:
    """The bureau's mail server."""

    settings: Settings
    name = "mail"
    chinese = "邮件"
    english = "Mail"
    address = Address.MAIL

    async def send(self, parcel: Parcel) -> Receipt:
        """Hand one mail to the server. Its words are not passed on: they may repeat the address."""
        try:
            await asyncio.to_thread(self._hand_over, self._written(parcel))
        except smtplib.SMTPRecipientsRefused as refused:
            raise _of_code(next(iter(refused.recipients.values()))[0]) from None
        except smtplib.SMTPAuthenticationError as refused:
            # a matter of our settings: all mails wait until they are mended
            raise TemporaryFailure("the mail server does not know us", refused.smtp_code) from None
        except smtplib.SMTPResponseException as refused:
            raise _of_code(refused.smtp_code) from None
        except (smtplib.SMTPException, OSError) as away:
            raise TemporaryFailure(f"no mail server: {type(away).__name__}") from None
        return Receipt(ACCEPTED)

    def _written(self, parcel: Parcel) -> EmailMessage:
        mail = EmailMessage(policy=LINES)
        mail["From"], mail["To"] = self.settings.mail_from, parcel.address
        mail["Subject"], mail["Date"] = parcel.subject, parcel.at
        mail["Message-ID"] = f"<{parcel.id}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(parcel.body)
        return mail

    @property
    def _domain(self) -> str:
        return self.settings.mail_from.rpartition("@")[2]

    def _hand_over(self, mail: EmailMessage) -> None:
        trusted = ssl.create_default_context()
        server = self._connected(trusted)
        try:
            if self.settings.smtp_security == "starttls":
                server.starttls(context=trusted)
            if self.settings.smtp_username:
                password = self.settings.smtp_password.get_secret_value()
                server.login(self.settings.smtp_username, password)
            server.send_message(mail)
        finally:
            with suppress(smtplib.SMTPException, OSError):  # what was accepted stays accepted
                server.quit()
            server.close()

    def _connected(self, trusted: ssl.SSLContext) -> smtplib.SMTP:
        at = self.settings.smtp_host or "", self.settings.smtp_port
        if self.settings.smtp_security == "tls":
            return smtplib.SMTP_SSL(*at, self._domain, timeout=PATIENCE_S, context=trusted)
        return smtplib.SMTP(*at, self._domain, timeout=PATIENCE_S)


def _of_code(code: int) -> TemporaryFailure | PermanentFailure:
    if code >= REFUSING:
        return PermanentFailure("the mail server refuses it", code)
    return TemporaryFailure("the mail server cannot take it now", code)
